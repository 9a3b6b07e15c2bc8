import { type ByKind, byKind } from '../../acceptance/by-kind.ts';
import type { Field, FieldType, TextFormat } from '../../model/field.ts';
import { isNamed, typeName } from '../plan/named-type.ts';

/** A JSON Schema (2020-12), the dialect of OpenAPI 3.1. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a client may send in this field. */
export function inputSchema(field: Field, options: { readonly isPartial?: boolean } = {}): JsonSchema {
  const schema = described(typeSchema(field.type), field);
  const withDefault =
    field.defaultValue?.kind === 'literal' && !options.isPartial
      ? { ...schema, default: field.defaultValue.value }
      : schema;
  return field.isOptional ? nullable(withDefault) : withDefault;
}

/** What an answer holds in this field: always present, null when an optional value is absent. */
export function outputSchema(field: Field): JsonSchema {
  const schema = described(typeSchema(field.type), field);
  return field.isOptional ? nullable(schema) : schema;
}

export function objectSchema(
  fields: readonly Field[],
  schemaOf: (field: Field) => JsonSchema,
  required: readonly string[],
): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

const range = ({ minimum, maximum }: { minimum?: number; maximum?: number }) => ({ minimum, maximum });

const schemas: ByKind<FieldType, [], JsonSchema> = {
  text: ({ format, minLength, maxLength, pattern }) => ({
    type: 'string',
    format: format && textFormats[format],
    minLength,
    maxLength,
    pattern: pattern === undefined ? undefined : `^(?:${pattern})$`,
  }),
  integer: (type) => ({ type: 'integer', ...range(type) }),
  number: (type) => ({ type: 'number', ...range(type) }),
  money: (type) => ({ type: 'number', multipleOf: 0.01, ...range(type) }),
  boolean: () => ({ type: 'boolean' }),
  date: () => ({ type: 'string', format: 'date' }),
  time: () => ({ type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$' }),
  datetime: () => ({ type: 'string', format: 'date-time' }),
  duration: () => ({ type: 'string', format: 'duration' }),
  enum: ({ values }) => ({ type: 'string', enum: values }),
  reference: ({ entity }) => ({ type: 'string', format: 'uuid', description: `The id of a ${entity}.` }),
  list: ({ of, minItems, maxItems }) => ({ type: 'array', items: typeSchema(of), minItems, maxItems }),
  object: ({ fields }) => objectSchema(fields, inputSchema, requiredOnInput(fields)),
  json: () => ({}),
};

export function typeSchema(type: FieldType): JsonSchema {
  return isNamed(type) ? { $ref: `#/components/schemas/${typeName(type)}` } : ownSchema(type);
}

/** The schema itself, where `typeSchema` may refer to a component. */
export function ownSchema(type: FieldType): JsonSchema {
  return defined(byKind(schemas, type));
}

export function requiredOnInput(fields: readonly Field[]): readonly string[] {
  return fields
    .filter((field) => !field.isOptional && field.defaultValue === undefined)
    .map(({ name }) => name);
}

const textFormats: Readonly<Record<TextFormat, string | undefined>> = {
  email: 'email',
  url: 'uri',
  uuid: 'uuid',
  phone: undefined,
  isbn: undefined,
};

function described(schema: JsonSchema, field: Field): JsonSchema {
  return field.description === undefined ? schema : { ...schema, description: field.description };
}

function nullable(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema;
  if ('$ref' in schema) return { anyOf: [schema, { type: 'null' }] };
  if (typeof type !== 'string') return schema;
  return {
    ...schema,
    type: [type, 'null'],
    ...(Array.isArray(values) ? { enum: [...values, null] } : {}),
  };
}

export function defined(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}
