import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { NamedValue } from '../../model/flow.ts';
import type { OperationScope } from '../operation-scope.ts';

/** Headers of an outgoing request: texts. */
export function lowerHeaders(
  documents: Readonly<Record<string, string>> | undefined,
  path: DocumentPath,
  scope: OperationScope,
): NamedValue[] {
  return Object.entries(documents ?? {}).flatMap(([name, source]) => {
    const value = scope.expression(source, [...path, name], { target: { kind: 'text' } });
    return value === undefined ? [] : [{ name, value: value.expression }];
  });
}
