import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Entity } from '../../model/entity.ts';
import type { OperationScope } from '../operation-scope.ts';

/** The entity of the record that a variable holds; anything else is reported. */
export function recordEntity(
  variable: string,
  path: DocumentPath,
  scope: OperationScope,
): Entity | undefined {
  const name = scope.recordVariable(variable, path);
  return name === undefined ? undefined : scope.context.entities.get(name);
}
