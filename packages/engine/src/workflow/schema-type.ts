import { anyType, type ValueType } from '../expression/value-type.ts';
import type { Schema } from '../definition/schema.ts';
import { isRecord, type JsonSchema, jsonTypes, type JsonType, typesOf } from './json-schema.ts';

/** What a schema lets expressions know about a value. What it does not say, or may be absent, is any value. */
export function typeOfSchema(schema: JsonSchema | undefined): ValueType {
  if (schema === undefined) return anyType;
  const types = typesOf(schema);
  const [only] = types;
  return types.length === 1 && only !== undefined ? typeOf(only, schema) : anyType;
}

function typeOf(type: JsonType, schema: JsonSchema): ValueType {
  switch (type) {
    case 'string':
      return { kind: 'text' };
    case 'number':
    case 'integer':
      return { kind: 'number' };
    case 'array':
      return { kind: 'list', of: typeOfSchema(schema.items) };
    case 'object':
      return objectType(schema);
    default:
      return { kind: type };
  }
}

function objectType({ properties, required = [], additionalProperties }: JsonSchema): ValueType {
  if (properties === undefined) {
    return { kind: 'map', of: isRecord(additionalProperties) ? typeOfSchema(additionalProperties) : anyType };
  }
  const fields = Object.entries(properties).map(([name, inner]) => {
    const isSure = required.includes(name) || inner.default !== undefined;
    return [name, isSure ? typeOfSchema(inner) : anyType] as const;
  });
  return { kind: 'object', fields: Object.fromEntries(fields) };
}

/**
 * The JSON Schema of a Standard Schema that can tell it, as Zod's can; undefined otherwise.
 * Source: https://standardschema.dev/json-schema
 */
export function jsonSchemaOf(schema: Schema | undefined, side: 'input' | 'output'): JsonSchema | undefined {
  const standard = schema?.['~standard'] as { readonly jsonSchema?: Partial<Record<typeof side, ToJson>> };
  try {
    const told = standard?.jsonSchema?.[side]?.({ target: 'draft-2020-12' });
    return isRecord(told) ? understood(told) : undefined;
  } catch {
    // A schema with parts that JSON Schema cannot say: nothing is known of it before a run.
    return undefined;
  }
}

type ToJson = (options: { readonly target: string }) => unknown;

/** Leaves out whatever goes beyond the part of JSON Schema that is understood: less is known then, nothing wrongly. */
function understood(schema: Record<string, unknown>): JsonSchema {
  const { type, properties, items, ...rest } = schema;
  const isSimple = typeof type === 'string' && jsonTypes.some((known) => known === type);
  if (!isSimple || 'anyOf' in rest || 'oneOf' in rest || 'allOf' in rest || '$ref' in rest) return {};
  return {
    ...rest,
    type: type as JsonType,
    ...(isRecord(properties)
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, inner]) => [
              name,
              isRecord(inner) ? understood(inner) : {},
            ]),
          ),
        }
      : {}),
    ...(isRecord(items) ? { items: understood(items) } : {}),
  };
}
