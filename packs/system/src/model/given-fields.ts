import type { Field } from './field.ts';
import type { Operation } from './operation.ts';

/** The fields of what expressions call `input`, `path`, `query` or `headers`; none of any other variable. */
export function givenFields(variable: string, { input, path, query, headers }: Operation): readonly Field[] {
  const given = new Map([
    ['input', input],
    ['path', path],
    ['query', query],
    ['headers', headers],
  ]);
  return given.get(variable) ?? [];
}
