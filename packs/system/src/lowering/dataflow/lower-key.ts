import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Expression } from '../../expression/expression.ts';
import { describeType, nonNull } from '../../expression/value-type.ts';
import type { OperationScope } from '../operation-scope.ts';

const single = new Set([
  'text',
  'integer',
  'number',
  'boolean',
  'date',
  'time',
  'datetime',
  'enum',
  'reference',
]);

/** What messages are told apart by: a single value. */
export function lowerKey(
  by: string | undefined,
  path: DocumentPath,
  scope: OperationScope,
): Expression | undefined {
  if (by === undefined) return undefined;
  const key = scope.expression(by, path)?.expression;
  if (key === undefined || single.has(nonNull(key.type).kind)) return key;
  scope.context.problems.add({
    code: 'not_assignable',
    path,
    message: `Expected a single value as key, got ${describeType(key.type)}.`,
    suggestion: "Join several fields: `by: message.site + '/' + message.device`.",
  });
  return undefined;
}
