import type { ValueType } from '../../expression/expression.ts';
import type { JsonSchema } from './field-schema.ts';

/** The schema of a computed value in an answer. */
export function valueSchema(type: ValueType): JsonSchema {
  switch (type.kind) {
    case 'text':
    case 'time':
      return { type: 'string' };
    case 'integer':
    case 'duration':
      return { type: 'integer' };
    case 'number':
      return { type: 'number' };
    case 'boolean':
      return { type: 'boolean' };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'datetime':
      return { type: 'string', format: 'date-time' };
    case 'enum':
      return { type: 'string', enum: type.values };
    case 'null':
      return { type: 'null' };
    case 'list':
      return { type: 'array', items: valueSchema(type.of) };
    case 'object':
      return {
        type: 'object',
        properties: Object.fromEntries(
          Object.entries(type.fields).map(([name, inner]) => [name, valueSchema(inner)]),
        ),
        required: Object.keys(type.fields),
      };
    case 'record':
      return recordReference(type.entity);
    case 'reference':
      return { type: 'string', format: 'uuid' };
    case 'json':
      return {};
    case 'nullable':
      return { anyOf: [valueSchema(type.of), { type: 'null' }] };
  }
}

export function recordReference(entity: string): JsonSchema {
  return { $ref: `#/components/schemas/${entity}` };
}
