import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { SeedDocument } from '../../blueprint/document/access.ts';
import { isAccepted } from '../../acceptance/simulation/accept-value.ts';
import type { Seed, SeedRecord, SeedValue } from '../../model/access.ts';
import type { Setting } from '../../model/config.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import { camelCase } from '../../naming/letter-case.ts';
import { suggestName } from '../../naming/nearest-name.ts';
import type { LoweringContext } from '../lowering-context.ts';

/** The records a system begins with, and the settings that they take from the environment. */
export interface LoweredSeed {
  readonly seed: readonly Seed[];
  readonly settings: readonly Setting[];
}

type ValueDocument = SeedDocument[string][number][string];

export function lowerSeed(document: SeedDocument | undefined, context: LoweringContext): LoweredSeed {
  const reader = new SeedReader(context);
  const seed = Object.entries(document ?? {}).flatMap(([name, records]): Seed[] => {
    const path = ['seed', name];
    const entity = context.entities.get(name);
    if (entity !== undefined) {
      return [
        { entity: name, records: records.map((one, index) => reader.record(one, entity, [...path, index])) },
      ];
    }
    context.problems.add({
      code: 'unknown_entity',
      path,
      isKey: true,
      message: `There is no entity \`${name}\`.`,
      suggestion: suggestName(name, context.entities.keys()),
    });
    return [];
  });
  return { seed, settings: reader.settings };
}

class SeedReader {
  readonly settings: Setting[] = [];
  readonly #context: LoweringContext;

  constructor(context: LoweringContext) {
    this.#context = context;
  }

  record(document: Readonly<Record<string, ValueDocument>>, entity: Entity, path: DocumentPath): SeedRecord {
    const values = Object.entries(document).flatMap(([name, written]): SeedValue[] => {
      const field = this.#field(name, entity, [...path, name]);
      return field === undefined ? [] : this.#value(field, written, [...path, name]);
    });
    this.#reportMissing(entity, Object.keys(document), path);
    const names = new Set(values.flatMap((value) => (value.kind === 'setting' ? [value.setting] : [])));
    return {
      values,
      isOptional: this.settings.some(({ name, isOptional }) => isOptional && names.has(name)),
    };
  }

  #field(name: string, entity: Entity, path: DocumentPath): Field | undefined {
    const possible = entity.fields.filter(({ managed, type }) => managed === undefined && !isToken(type));
    const field = possible.find((one) => one.name === name);
    if (field !== undefined) return field;
    this.#context.problems.add({
      code: 'unknown_field',
      path,
      isKey: true,
      message: `${entity.name} has no field \`${name}\` that could be given.`,
      suggestion: suggestName(
        name,
        possible.map((one) => one.name),
      ),
    });
    return undefined;
  }

  #value(field: Field, written: ValueDocument, path: DocumentPath): SeedValue[] {
    const { name, type } = field;
    const variable = typeof written === 'string' ? /^\$([A-Z][A-Z0-9_]*)(\??)$/.exec(written) : null;
    if (variable !== null) return [this.#fromEnvironment(field, variable[1] ?? '', variable[2] === '?')];
    if (type.kind === 'text' && type.secret === 'password') return this.#refusePassword(path);
    if (type.kind === 'reference') return this.#reference(field, written, path);
    if (written === null ? field.isOptional : isAccepted(type, written)) {
      return [{ field: name, kind: 'literal', value: written }];
    }
    this.#context.problems.add({
      code: 'not_assignable',
      path,
      message: `\`${String(written)}\` is not a value of \`${name}\`.`,
      suggestion: type.kind === 'enum' ? suggestName(String(written), type.values) : undefined,
    });
    return [];
  }

  #refusePassword(path: DocumentPath): [] {
    this.#context.problems.add({
      code: 'invalid_value',
      path,
      message: 'A password in the blueprint would be known to everybody who can read it.',
      suggestion: 'Take it from the environment: `$ADMIN_PASSWORD`.',
    });
    return [];
  }

  #fromEnvironment({ name, type }: Field, variable: string, isOptional: boolean): SeedValue {
    const declared = [...this.#context.config, ...this.settings].find((one) => one.variable === variable);
    if (declared !== undefined) return { field: name, kind: 'setting', setting: declared.name };
    const isSecret = type.kind === 'text' && type.secret !== undefined;
    const setting = camelCase(variable.toLowerCase().replaceAll('_', ' '));
    this.settings.push({ name: setting, variable, type: withoutSecret(type), isOptional, isSecret });
    return { field: name, kind: 'setting', setting };
  }

  /** A record of this seed is named by the value of its unique field. */
  #reference({ name, type }: Field, written: ValueDocument, path: DocumentPath): SeedValue[] {
    const target = type.kind === 'reference' ? type.entity : '';
    const records = this.#context.source.document.seed?.[target] ?? [];
    const unique =
      this.#context.entities.get(target)?.fields.filter((field) => field.unique !== undefined) ?? [];
    const index = records.findIndex((record) => unique.some((field) => record[field.name] === written));
    if (index >= 0) return [{ field: name, kind: 'reference', entity: target, index }];
    this.#context.problems.add({
      code: 'unknown_entity',
      path,
      message: `The seed has no ${target} whose unique field is \`${String(written)}\`.`,
      suggestion: `Put it under \`seed.${target}\`, before what refers to it.`,
    });
    return [];
  }

  #reportMissing(entity: Entity, given: readonly string[], path: DocumentPath): void {
    const missing = entity.fields.filter(
      ({ name, managed, isOptional, defaultValue, type }) =>
        managed === undefined &&
        !isOptional &&
        (defaultValue === undefined || defaultValue.kind === 'expression') &&
        !isToken(type) &&
        !given.includes(name),
    );
    for (const { name } of missing) {
      this.#context.problems.add({
        code: 'missing_field',
        path,
        message: `${entity.name} needs \`${name}\`, and nothing gives it.`,
        suggestion: `Write \`${name}: …\`.`,
      });
    }
  }
}

/** The setting is text like any other; what is kept of it is a hash. */
function withoutSecret(type: Field['type']): Field['type'] {
  if (type.kind !== 'text') return type;
  const { secret: _, ...plain } = type;
  return plain;
}

function isToken(type: Field['type']): boolean {
  return type.kind === 'text' && type.secret === 'token';
}
