import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import { assignedFields } from '../access/assigned-fields.ts';
import type { OperationScope } from '../operation-scope.ts';

/** The system makes tokens itself. */
function isToken(type: Field['type']): boolean {
  return type.kind === 'text' && type.secret === 'token';
}

/** Every required field must come from somewhere. */
export function requireFields(
  entity: Entity,
  given: readonly string[],
  path: DocumentPath,
  scope: OperationScope,
): void {
  const assigned = assignedFields(entity.name, scope.context).map(({ field }) => field);
  const missing = entity.fields.filter(
    (field) =>
      field.managed === undefined &&
      !field.isOptional &&
      field.defaultValue === undefined &&
      !given.includes(field.name) &&
      !assigned.includes(field.name) &&
      !isToken(field.type),
  );
  for (const field of missing) {
    scope.context.problems.add({
      code: 'missing_field',
      path,
      message: `${entity.name} needs \`${field.name}\`, and nothing gives it.`,
      suggestion: `Give it in \`set\`, take it from the input, or make it optional or defaulted.`,
    });
  }
}
