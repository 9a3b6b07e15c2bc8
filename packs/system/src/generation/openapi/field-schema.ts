import type { Field, FieldType, Literal, TextFormat } from '../../model/field.ts';

/** A JSON Schema (2020-12), the dialect of OpenAPI 3.1. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a client may send in this field. */
export function inputSchema(field: Field, options: { readonly isPartial?: boolean } = {}): JsonSchema {
  const schema = described(typeSchema(field.type), field);
  const withDefault =
    field.defaultValue?.kind === 'literal' && !options.isPartial
      ? { ...schema, default: field.defaultValue.value as Literal }
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

export function typeSchema(type: FieldType): JsonSchema {
  switch (type.kind) {
    case 'text':
      return defined({
        type: 'string',
        format: type.format && textFormats[type.format],
        minLength: type.minLength,
        maxLength: type.maxLength,
        pattern: type.pattern === undefined ? undefined : `^(?:${type.pattern})$`,
      });
    case 'integer':
      return defined({ type: 'integer', minimum: type.minimum, maximum: type.maximum });
    case 'number':
      return defined({ type: 'number', minimum: type.minimum, maximum: type.maximum });
    case 'money':
      return defined({ type: 'number', multipleOf: 0.01, minimum: type.minimum, maximum: type.maximum });
    case 'boolean':
      return { type: 'boolean' };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'time':
      return { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$' };
    case 'datetime':
      return { type: 'string', format: 'date-time' };
    case 'enum':
      return { type: 'string', enum: type.values };
    case 'reference':
      return { type: 'string', format: 'uuid', description: `The id of a ${type.entity}.` };
    case 'list':
      return defined({
        type: 'array',
        items: typeSchema(type.of),
        minItems: type.minItems,
        maxItems: type.maxItems,
      });
    case 'object':
      return objectSchema(type.fields, inputSchema, requiredOnInput(type.fields));
    case 'json':
      return {};
  }
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
