import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Entity } from '../../model/entity.ts';
import type { OperationScope } from '../operation-scope.ts';

/** Reports a key that could pick several records. */
export function requireUniqueKey(
  entity: Entity,
  names: readonly string[],
  path: DocumentPath,
  scope: OperationScope,
): void {
  const isUnique =
    entity.fields.some((field) => field.unique !== undefined && names.includes(field.name)) ||
    entity.uniqueTogether.some((set) => set.every((name) => names.includes(name))) ||
    (entity.keptKeys ?? []).some(
      ({ fields, where }) => where === undefined && fields.every((name) => names.includes(name)),
    );
  if (isUnique || names.length === 0) {
    if (names.length === 0) {
      scope.context.problems.add({
        code: 'key_not_unique',
        path,
        message: 'A key needs at least one field.',
      });
    }
    return;
  }
  scope.context.problems.add({
    code: 'key_not_unique',
    path,
    message: `Several records of ${entity.name} may have the same ${names.join(' and ')}.`,
    suggestion:
      names.length === 1
        ? `Add \`unique\` to the field \`${names[0]}\` of ${entity.name}.`
        : `Add \`unique: [[${names.join(', ')}]]\` to ${entity.name}.`,
  });
}
