import type { Schema } from '../definition/schema.ts';
import { standardSchema } from './fit-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/** A JSON Schema as the engine takes schemas, with the static type its author vouches for. It can tell itself. */
export function typedSchema<T>(schema: JsonSchema): Schema<T, T> {
  const { '~standard': standard } = standardSchema(schema);
  const tell = () => schema;
  return { '~standard': { ...standard, jsonSchema: { input: tell, output: tell } } } as Schema as Schema<
    T,
    T
  >;
}
