import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { OperationScope } from '../operation-scope.ts';

/** A condition on each record. */
export function lowerWhere(
  source: string | undefined,
  entity: string,
  path: DocumentPath,
  scope: OperationScope,
) {
  if (source === undefined) return undefined;
  return scope.expression(source, path, { target: { kind: 'boolean' }, record: entity })?.expression;
}
