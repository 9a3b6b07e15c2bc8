import { didYouMean } from '../expression/nearest-word.ts';
import type { DocumentPath } from './diagnostic.ts';
import { fitSchema } from './fit-schema.ts';
import { isRecord, type JsonSchema, jsonTypes } from './json-schema.ts';
import type { Problems } from './problems.ts';

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isNumber = (value: unknown) => typeof value === 'number';
const isText = (value: unknown) => typeof value === 'string';
const isAnything = () => true;

/** Each keyword and what its value has to be; those that hold schemas are read by name. */
const keywords: Readonly<Record<string, readonly [fits: (value: unknown) => boolean, expected: string]>> = {
  type: [isTypeList, `one of ${jsonTypes.join(', ')}, or a list of them`],
  properties: [isRecord, 'a mapping of names to schemas'],
  required: [(value) => Array.isArray(value) && value.every(isText), 'a list of names'],
  additionalProperties: [isAnything, ''],
  items: [isAnything, ''],
  enum: [(value) => Array.isArray(value) && value.length > 0, 'a list of values'],
  const: [isAnything, ''],
  default: [isAnything, ''],
  minLength: [isCount, 'a count'],
  maxLength: [isCount, 'a count'],
  pattern: [isPattern, 'a regular expression'],
  minimum: [isNumber, 'a number'],
  maximum: [isNumber, 'a number'],
  exclusiveMinimum: [isNumber, 'a number'],
  exclusiveMaximum: [isNumber, 'a number'],
  multipleOf: [(value) => typeof value === 'number' && value > 0, 'a number above 0'],
  minItems: [isCount, 'a count'],
  maxItems: [isCount, 'a count'],
  uniqueItems: [(value) => typeof value === 'boolean', 'true or false'],
  title: [isText, 'a text'],
  description: [isText, 'a text'],
  format: [isText, 'a text'],
  examples: [Array.isArray, 'a list'],
};

/** Reads a JSON Schema, or the name of a type as the short form of one. Reports what is wrong with it. */
export function readSchema(value: unknown, path: DocumentPath, problems: Problems): JsonSchema {
  if (typeof value === 'string') return readType(value, path, problems);
  if (!isRecord(value)) {
    const message = 'Expected a JSON Schema or the name of a type.';
    problems.add({ code: 'invalid_schema', path, message });
    return {};
  }
  const schema: Record<string, unknown> = {};
  for (const [keyword, inner] of Object.entries(value)) {
    if (isKeywordSound(keyword, inner, [...path, keyword], problems))
      schema[keyword] = readKeyword(keyword, inner, [...path, keyword], problems);
  }
  checkDefault(schema, path, problems);
  return schema;
}

function isKeywordSound(keyword: string, value: unknown, path: DocumentPath, problems: Problems): boolean {
  const known = Object.hasOwn(keywords, keyword) ? keywords[keyword] : undefined;
  if (known === undefined) {
    const suggestion = didYouMean(keyword, Object.keys(keywords));
    const message = `A schema here has no keyword \`${keyword}\`.`;
    problems.add({ code: 'unknown_key', path, isKey: true, message, suggestion });
    return false;
  }
  const [fits, expected] = known;
  if (fits(value)) return true;
  problems.add({ code: 'invalid_schema', path, message: `Expected ${expected}.` });
  return false;
}

function readKeyword(keyword: string, value: unknown, path: DocumentPath, problems: Problems): unknown {
  switch (keyword) {
    case 'items':
      return readSchema(value, path, problems);
    case 'additionalProperties':
      return typeof value === 'boolean' ? value : readSchema(value, path, problems);
    case 'properties': {
      const properties = Object.entries(value as Record<string, unknown>);
      return Object.fromEntries(
        properties.map(([name, inner]) => [name, readSchema(inner, [...path, name], problems)]),
      );
    }
    default:
      return value;
  }
}

function readType(name: string, path: DocumentPath, problems: Problems): JsonSchema {
  const type = jsonTypes.find((known) => known === name);
  if (type !== undefined) return { type };
  const message = `There is no type \`${name}\`; there are ${jsonTypes.join(', ')}.`;
  problems.add({ code: 'invalid_schema', path, message, suggestion: didYouMean(name, jsonTypes) });
  return {};
}

function checkDefault(schema: JsonSchema, path: DocumentPath, problems: Problems): void {
  if (schema.default === undefined) return;
  const [misfit] = fitSchema(schema, schema.default).misfits;
  if (misfit === undefined) return;
  problems.add({
    code: 'invalid_schema',
    path: [...path, 'default'],
    message: `The default ${misfit.message}.`,
  });
}

function isTypeList(value: unknown): boolean {
  const types: readonly unknown[] = Array.isArray(value) ? value : [value];
  return types.length > 0 && types.every((type) => jsonTypes.some((known) => known === type));
}

function isPattern(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    return new RegExp(value, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
