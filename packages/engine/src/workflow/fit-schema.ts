import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../definition/schema.ts';
import { isOfType, isRecord, type JsonSchema, typesOf } from './json-schema.ts';

export interface Misfit {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** The value with the schema's defaults filled in, and everything about it that does not fit. */
export function fitSchema(
  schema: JsonSchema,
  value: unknown,
  path: Misfit['path'] = [],
): { readonly value: unknown; readonly misfits: readonly Misfit[] } {
  const misfits: Misfit[] = [];
  const fitted = fit(schema, value, path, (message, at = path) => misfits.push({ message, path: at }));
  return { value: fitted, misfits };
}

/** A schema of a workflow as the engine takes one. */
export function standardSchema(schema: JsonSchema | undefined): Schema {
  return {
    '~standard': {
      version: 1,
      vendor: 'millwright',
      validate: (given) => {
        const { value, misfits } = fitSchema(schema ?? {}, given);
        return misfits.length === 0 ? { value } : { issues: misfits };
      },
    },
  };
}

type Report = (message: string, path?: Misfit['path']) => void;

function fit(schema: JsonSchema, value: unknown, path: Misfit['path'], report: Report): unknown {
  const tell: Report = (message, at = path) => report(message, at);
  const types = typesOf(schema);
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    tell(`expected ${types.join(' or ')}, got ${nameOf(value)}`);
    return value;
  }
  fitChoice(schema, value, tell);
  if (typeof value === 'string') fitText(schema, value, tell);
  if (typeof value === 'number') fitNumber(schema, value, tell);
  if (Array.isArray(value)) return fitList(schema, value, path, tell);
  return isRecord(value) ? fitObject(schema, value, path, tell) : value;
}

function fitChoice({ enum: choices, const: only }: JsonSchema, value: unknown, tell: Report): void {
  if (choices !== undefined && !choices.some((allowed) => isDeepStrictEqual(allowed, value)))
    tell(`expected one of ${choices.map((allowed) => JSON.stringify(allowed)).join(', ')}`);
  if (only !== undefined && !isDeepStrictEqual(only, value)) tell(`expected ${JSON.stringify(only)}`);
}

function fitText(
  { minLength = 0, maxLength = Infinity, pattern }: JsonSchema,
  text: string,
  tell: Report,
): void {
  // JSON Schema counts characters as Unicode code points.
  const length = Array.from(text).length;
  if (length < minLength) tell(`expected at least ${minLength} characters`);
  if (length > maxLength) tell(`expected at most ${maxLength} characters`);
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) tell(`expected to match ${pattern}`);
}

/** Each keyword for numbers, with what it demands. */
const numberRules = [
  ['minimum', (number: number, least: number) => number >= least, 'at least'],
  ['maximum', (number: number, most: number) => number <= most, 'at most'],
  ['exclusiveMinimum', (number: number, below: number) => number > below, 'more than'],
  ['exclusiveMaximum', (number: number, above: number) => number < above, 'less than'],
  ['multipleOf', (number: number, unit: number) => Number.isInteger(number / unit), 'a multiple of'],
] as const;

function fitNumber(schema: JsonSchema, number: number, tell: Report): void {
  for (const [keyword, fits, expected] of numberRules) {
    const bound = schema[keyword];
    if (bound !== undefined && !fits(number, bound)) tell(`expected ${expected} ${bound}`);
  }
}

function fitList(schema: JsonSchema, list: readonly unknown[], path: Misfit['path'], tell: Report): unknown {
  const { items, minItems = 0, maxItems = Infinity, uniqueItems } = schema;
  if (list.length < minItems) tell(`expected at least ${minItems} items`);
  if (list.length > maxItems) tell(`expected at most ${maxItems} items`);
  if (uniqueItems === true && new Set(list.map((item) => JSON.stringify(item))).size < list.length)
    tell('expected no item twice');
  return items === undefined ? list : list.map((item, index) => fit(items, item, [...path, index], tell));
}

function fitObject(
  schema: JsonSchema,
  value: Readonly<Record<string, unknown>>,
  path: Misfit['path'],
  tell: Report,
): unknown {
  const { properties = {}, required = [], additionalProperties = true } = schema;
  for (const name of required) {
    if (!Object.hasOwn(value, name) && properties[name]?.default === undefined)
      tell(`expected a property ${name}`);
  }
  const given = Object.entries(value).map(([name, inner]) => {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (own !== undefined) return [name, fit(own, inner, [...path, name], tell)] as const;
    if (additionalProperties === false) tell('is not a property this object has', [...path, name]);
    const other = isRecord(additionalProperties) ? (additionalProperties as JsonSchema) : undefined;
    return [name, other === undefined ? inner : fit(other, inner, [...path, name], tell)] as const;
  });
  const defaults = Object.entries(properties).flatMap(([name, inner]) =>
    inner.default === undefined || Object.hasOwn(value, name) ? [] : [[name, inner.default] as const],
  );
  return Object.fromEntries([...given, ...defaults]);
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  return Array.isArray(value) ? 'array' : typeof value;
}
