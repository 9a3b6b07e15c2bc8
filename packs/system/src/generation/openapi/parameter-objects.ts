import type { Field } from '../../model/field.ts';
import { headerName } from '../../model/header-name.ts';
import type { HttpBinding } from '../../model/operation.ts';
import { defined, inputSchema, type JsonSchema } from './field-schema.ts';

/** @param typed The parameters that are no plain text. */
export function pathParameters({ path }: HttpBinding, typed: readonly Field[] = []): readonly JsonSchema[] {
  return path.flatMap((segment) => {
    if (typeof segment === 'string') return [];
    const field = typed.find(({ name }) => name === segment.parameter);
    const schema = field === undefined ? { type: 'string' } : inputSchema(field);
    return [
      defined({
        name: segment.parameter,
        in: 'path',
        required: true,
        schema,
        description: field?.description,
      }),
    ];
  });
}

export function queryParameters(query: readonly Field[]): readonly JsonSchema[] {
  return query.map((field) => ({
    ...parameterOf(field, field.name, 'query'),
    ...(field.type.kind === 'list' ? { style: 'form', explode: false } : {}),
    ...(field.description === undefined ? {} : { description: field.description }),
  }));
}

export function headerParameters(headers: readonly Field[] = []): readonly JsonSchema[] {
  return headers.map((field) =>
    defined({ ...parameterOf(field, headerName(field.name), 'header'), description: field.description }),
  );
}

function parameterOf(field: Field, name: string, place: 'query' | 'header'): JsonSchema {
  return {
    name,
    in: place,
    required: !field.isOptional && field.defaultValue === undefined,
    schema: inputSchema({ ...field, isOptional: false }),
  };
}
