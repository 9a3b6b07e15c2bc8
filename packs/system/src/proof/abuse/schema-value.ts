import { samplePattern } from '../../acceptance/samples/sample-pattern.ts';
import type { Random } from '../behaviour/random.ts';
import { type ApiDescription, isObject, type Schema } from './api-description.ts';

export interface SchemaValueSource {
  readonly random: Random;
  readonly resolve: ApiDescription['resolve'];
  /** The id of a record to refer to, where a description names its kind. */
  readonly id: (description: string) => string;
}

/** A value that the schema allows, at a bound of it more often than not. */
export function schemaValue(written: Schema, source: SchemaValueSource, depth = 0): unknown {
  const schema = source.resolve(written);
  const { random } = source;
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return random.pick(schema['enum']);
  const choice = [schema['anyOf'], schema['oneOf'], schema['allOf']].find(Array.isArray);
  if (choice !== undefined) return schemaValue((random.pick(choice) ?? {}) as Schema, source, depth);
  const type = random.pick([schema['type']].flat() as readonly (string | undefined)[]);
  return makers[type ?? 'any']?.(schema, source, depth) ?? null;
}

type Maker = (schema: Schema, source: SchemaValueSource, depth: number) => unknown;

const makers: Readonly<Record<string, Maker>> = {
  string: textValue,
  integer: (schema, { random }) => numberValue(schema, random, 1),
  number: (schema, { random }) => numberValue(schema, random, Number(schema['multipleOf'] ?? 0.25)),
  boolean: (_, { random }) => random.chance(0.5),
  null: () => null,
  array: listValue,
  object: objectValue,
  any: (_, { random }) => random.pick(['text', 3, [1, [2]], { a: { b: null } }]),
};

const maxText = 12_000;

function textValue(schema: Schema, source: SchemaValueSource): unknown {
  const { random } = source;
  const formatted = formats[String(schema['format'])];
  if (formatted !== undefined) return formatted(schema, source, 0);
  const { minLength = 0, maxLength = 40 } = schema as Record<string, number>;
  const { pattern } = schema;
  if (typeof pattern === 'string') {
    const bounds = { minLength, ...(schema['maxLength'] === undefined ? {} : { maxLength }) };
    return samplePattern(pattern.replace(/^\^|\$$/g, ''), bounds, random.integer(0, 500)) ?? 'x';
  }
  const length = random.pick([
    minLength,
    Math.min(maxLength, maxText),
    Math.max(minLength, Math.min(maxLength, 12)),
  ]);
  return Array.from({ length: length ?? 1 }, () => random.pick([...'abcdefgh ßé漢🙂'])).join('');
}

const formats: Readonly<Record<string, Maker>> = {
  uuid: ({ description }, { id }) => id(typeof description === 'string' ? description : ''),
  email: (_, { random }) => `a${random.integer(0, 1e9)}@example.org`,
  uri: (_, { random }) => `https://example.org/${random.integer(0, 1e9)}`,
  date: (_, { random }) => random.pick(['2028-02-29', '1970-01-01', '2031-12-31']),
  'date-time': (_, { random }) => random.pick(['2030-01-01T00:00:00Z', '2031-05-14T23:59:59.999+14:00']),
};

function numberValue(schema: Schema, random: Random, step: number): number {
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
  const least = minimum ?? Math.min(0, maximum ?? 0);
  const most = maximum ?? least + 1_000;
  const between = least + step * random.integer(0, Math.floor((most - least) / step));
  return random.pick([least, most, Number(between.toFixed(6))]) ?? least;
}

function listValue(schema: Schema, source: SchemaValueSource, depth: number): unknown {
  const { minItems = 0, maxItems = 3 } = schema as Record<string, number>;
  const { items } = schema;
  const length =
    depth > 4 ? minItems : source.random.integer(minItems, Math.max(minItems, Math.min(maxItems, 3)));
  return Array.from({ length }, () => schemaValue(isObject(items) ? items : {}, source, depth + 1));
}

function objectValue(schema: Schema, source: SchemaValueSource, depth: number): unknown {
  const properties = isObject(schema['properties']) ? Object.entries(schema['properties']) : [];
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const wanted = properties.filter(
    ([name]) => required.includes(name) || (depth < 4 && source.random.chance(0.7)),
  );
  return Object.fromEntries(
    wanted.map(([name, member]) => [name, schemaValue(member as Schema, source, depth + 1)]),
  );
}
