import { didYouMean } from '../expression/nearest-word.ts';
import type { Template } from '../expression/template.ts';
import type { DocumentPath } from './diagnostic.ts';
import { fitSchema } from './fit-schema.ts';
import { isRecord, type JsonSchema, type JsonType, typesOf } from './json-schema.ts';
import type { Problems } from './problems.ts';
import type { Scope } from './scope.ts';

/**
 * Checks a value of the document, with expressions in it, against the schema of the place it is for: as far as it can
 * be told before a run.
 */
export class ValueCheck {
  readonly #scope: Scope;
  readonly #problems: Problems;

  constructor(scope: Scope, problems: Problems) {
    this.#scope = scope;
    this.#problems = problems;
  }

  check(template: Template, schema: JsonSchema | undefined, path: DocumentPath): void {
    switch (template.kind) {
      case 'constant':
        return this.#constant(template.value, schema ?? {}, path);
      case 'expression': {
        const type = this.#scope.check(template.expression, template.place);
        return this.#expect(jsonTypesOf(type), schema, path);
      }
      case 'text':
        this.#scope.checkTemplate(template);
        return this.#expect(['string'], schema, path);
      case 'list':
        this.#expect(['array'], schema, path);
        for (const [index, item] of template.items.entries())
          this.check(item, schema?.items, [...path, index]);
        return undefined;
      case 'object':
        this.#expect(['object'], schema, path);
        return this.#object(template.fields, schema ?? {}, path);
    }
  }

  #constant(value: unknown, schema: JsonSchema, path: DocumentPath): void {
    const [misfit] = fitSchema(schema, value).misfits;
    if (misfit !== undefined) this.#report(path, `This value does not fit: ${misfit.message}.`);
  }

  #object(fields: Readonly<Record<string, Template>>, schema: JsonSchema, path: DocumentPath): void {
    const { properties = {}, additionalProperties } = schema;
    this.#required(fields, schema, path);
    for (const [name, field] of Object.entries(fields)) {
      const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
      const other = isRecord(additionalProperties) ? (additionalProperties as JsonSchema) : undefined;
      this.check(field, own ?? other, [...path, name]);
      if (own === undefined && additionalProperties === false)
        this.#unknown(name, Object.keys(properties), path);
    }
  }

  #required(
    fields: Readonly<Record<string, Template>>,
    { properties = {}, required = [] }: JsonSchema,
    path: DocumentPath,
  ): void {
    for (const name of required) {
      if (Object.hasOwn(fields, name) || properties[name]?.default !== undefined) continue;
      const message = `Expected a property \`${name}\`.`;
      this.#problems.add({ code: 'missing_key', path, isKey: true, message });
    }
  }

  #unknown(name: string, known: readonly string[], path: DocumentPath): void {
    const suggestion = didYouMean(name, known);
    const message = `There is no property \`${name}\`; there are ${known.join(', ')}.`;
    this.#problems.add({ code: 'unknown_key', path: [...path, name], isKey: true, message, suggestion });
  }

  #expect(types: readonly JsonType[], schema: JsonSchema | undefined, path: DocumentPath): void {
    const wanted = schema === undefined ? [] : typesOf(schema);
    if (types.length === 0 || wanted.length === 0 || types.some((type) => wanted.includes(type))) return;
    this.#report(path, `Expected ${wanted.join(' or ')}, got ${types.join(' or ')}.`);
  }

  #report(path: DocumentPath, message: string): void {
    this.#problems.add({ code: 'not_assignable', path, message });
  }
}

/** The JSON types a value of a CEL type may have; none when nothing is known. */
function jsonTypesOf(type: string | undefined): readonly JsonType[] {
  if (type === undefined) return [];
  if (type === 'int' || type === 'double') return ['number', 'integer'];
  if (type === 'bool') return ['boolean'];
  if (type === 'string') return ['string'];
  if (type.startsWith('list')) return ['array'];
  return type.startsWith('map') || type.startsWith('Object') ? ['object'] : [];
}
