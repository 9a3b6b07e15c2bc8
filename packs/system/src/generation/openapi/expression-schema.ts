import { type ByKind, byKind } from '../../acceptance/by-kind.ts';
import type { ValueType } from '../../expression/expression.ts';
import type { JsonSchema } from './field-schema.ts';

const schemas: ByKind<ValueType, [], JsonSchema> = {
  text: () => ({ type: 'string' }),
  time: () => ({ type: 'string' }),
  integer: () => ({ type: 'integer' }),
  duration: () => ({ type: 'integer' }),
  span: () => ({ type: 'string', format: 'duration' }),
  number: () => ({ type: 'number' }),
  boolean: () => ({ type: 'boolean' }),
  date: () => ({ type: 'string', format: 'date' }),
  datetime: () => ({ type: 'string', format: 'date-time' }),
  enum: ({ values }) => ({ type: 'string', enum: values }),
  hash: () => ({ type: 'string' }),
  null: () => ({ type: 'null' }),
  list: ({ of }) => ({ type: 'array', items: valueSchema(of) }),
  object: ({ fields }) => ({
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, inner]) => [name, valueSchema(inner)])),
    required: Object.keys(fields),
  }),
  record: ({ entity }) => recordReference(entity),
  reference: () => ({ type: 'string', format: 'uuid' }),
  json: () => ({}),
  nullable: ({ of }) => ({ anyOf: [valueSchema(of), { type: 'null' }] }),
};

/** The schema of a computed value in an answer. */
export function valueSchema(type: ValueType): JsonSchema {
  return byKind(schemas, type);
}

export function recordReference(entity: string): JsonSchema {
  return { $ref: `#/components/schemas/${entity}` };
}
