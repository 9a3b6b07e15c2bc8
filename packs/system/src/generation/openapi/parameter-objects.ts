import type { Field } from '../../model/field.ts';
import type { HttpBinding } from '../../model/operation.ts';
import { inputSchema, type JsonSchema } from './field-schema.ts';

export function pathParameters({ path }: HttpBinding): readonly JsonSchema[] {
  return path.flatMap((segment) =>
    typeof segment === 'string'
      ? []
      : [{ name: segment.parameter, in: 'path', required: true, schema: { type: 'string' } }],
  );
}

export function queryParameters(query: readonly Field[]): readonly JsonSchema[] {
  return query.map((field) => ({
    name: field.name,
    in: 'query',
    required: !field.isOptional && field.defaultValue === undefined,
    schema: inputSchema({ ...field, isOptional: false }),
    ...(field.type.kind === 'list' ? { style: 'form', explode: false } : {}),
    ...(field.description === undefined ? {} : { description: field.description }),
  }));
}
