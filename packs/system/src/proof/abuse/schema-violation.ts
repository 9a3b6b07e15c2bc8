import { type ApiDescription, isObject, type Schema } from './api-description.ts';

/**
 * Where and how a value breaks a JSON Schema (2020-12, as far as OpenAPI documents of systems use it), or undefined. Formats
 * are not looked at: implementations may well be stricter or laxer about an email address.
 */
export function schemaViolation(
  written: Schema,
  value: unknown,
  resolve: ApiDescription['resolve'],
  place = '$',
): string | undefined {
  const schema = resolve(written);
  for (const rule of rules) {
    const violation = rule(schema, value, resolve, place);
    if (violation !== undefined) return violation;
  }
  return undefined;
}

type Rule = (
  schema: Schema,
  value: unknown,
  resolve: ApiDescription['resolve'],
  place: string,
) => string | undefined;

const rules: readonly Rule[] = [typeRule, valueRule, numberRule, textRule, listRule, objectRule, choiceRule];

function typeRule({ type }: Schema, value: unknown, _: unknown, place: string): string | undefined {
  if (type === undefined) return undefined;
  const types = (Array.isArray(type) ? type : [type]) as readonly string[];
  if (types.some((one) => isOfType(one, value))) return undefined;
  return `${place} is ${typeName(value)}, not ${types.join(' or ')}`;
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value);
  return type === typeName(value);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function valueRule(schema: Schema, value: unknown, _: unknown, place: string): string | undefined {
  const { enum: values } = schema;
  const isScalar = typeof value !== 'object' || value === null;
  if (Array.isArray(values) && isScalar && !values.includes(value)) return `${place} is none of its values`;
  if ('const' in schema && isScalar && schema['const'] !== value) return `${place} is not its only value`;
  return undefined;
}

function numberRule(schema: Schema, value: unknown, _: unknown, place: string): string | undefined {
  if (typeof value !== 'number') return undefined;
  // A bound that is not there is not a number, and nothing lies beyond it.
  const bound = (key: string) => Number(schema[key]);
  const isOut =
    value < bound('minimum') ||
    value > bound('maximum') ||
    value <= bound('exclusiveMinimum') ||
    value >= bound('exclusiveMaximum');
  return isOut ? `${place} is ${value}, out of bounds` : undefined;
}

function textRule(schema: Schema, value: unknown, _: unknown, place: string): string | undefined {
  if (typeof value !== 'string') return undefined;
  const { minLength = 0, maxLength = Infinity } = schema as Record<string, number>;
  const { length } = [...value];
  if (length < minLength || length > maxLength) return `${place} has ${length} characters`;
  const { pattern } = schema;
  const isMatch = typeof pattern !== 'string' || new RegExp(pattern, 'u').test(value);
  return isMatch ? undefined : `${place} does not match its pattern`;
}

function listRule(schema: Schema, value: unknown, resolve: ApiDescription['resolve'], place: string) {
  if (!Array.isArray(value)) return undefined;
  const { minItems = 0, maxItems = Infinity } = schema as Record<string, number>;
  if (value.length < minItems || value.length > maxItems) return `${place} has ${value.length} items`;
  const { items } = schema;
  return isObject(items)
    ? first(value.keys(), (index) => schemaViolation(items, value[index], resolve, `${place}[${index}]`))
    : undefined;
}

function objectRule(schema: Schema, value: unknown, resolve: ApiDescription['resolve'], place: string) {
  if (!isObject(value)) return undefined;
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? (schema['required'] as readonly string[]) : [];
  const missing = required.find((key) => !Object.hasOwn(value, key));
  if (missing !== undefined) return `${place} has no ${missing}`;
  const { additionalProperties } = schema;
  return first(Object.keys(value), (key) => {
    const own = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (own === false) return `${place} has the undeclared key ${key}`;
    return isObject(own) ? schemaViolation(own, value[key], resolve, `${place}.${key}`) : undefined;
  });
}

function choiceRule(schema: Schema, value: unknown, resolve: ApiDescription['resolve'], place: string) {
  const violations = (key: string) => {
    const options = schema[key];
    if (!Array.isArray(options)) return undefined;
    return options.map((option) => schemaViolation(option as Schema, value, resolve, place));
  };
  const [any, one, all] = ['anyOf', 'oneOf', 'allOf'].map(violations);
  const unmet = [any, one].find((choice) => choice?.every((violation) => violation !== undefined));
  return unmet?.[0] ?? all?.find((violation) => violation !== undefined);
}

/** The first violation that is found among keys. */
function first<Key>(keys: Iterable<Key>, of: (key: Key) => string | undefined): string | undefined {
  for (const key of keys) {
    const violation = of(key);
    if (violation !== undefined) return violation;
  }
  return undefined;
}
