import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Entity } from '../../model/entity.ts';
import type { FieldType } from '../../model/field.ts';
import { suggestName } from '../../naming/nearest-name.ts';
import type { OperationScope } from '../operation-scope.ts';

/** `-dueDate`: a field that has an order, and whether the highest comes first. */
export function lowerSort(
  text: string,
  entity: Entity,
  path: DocumentPath,
  scope: OperationScope,
): { readonly field: string; readonly descending: boolean } {
  const descending = text.startsWith('-');
  const field = descending ? text.slice(1) : text;
  const sortable = sortableFields(entity);
  if (!sortable.includes(field)) {
    scope.context.problems.add({
      code: 'unknown_field',
      path,
      message: `A list of ${entity.name} cannot be sorted by \`${field}\`.`,
      suggestion: suggestName(field, sortable),
    });
  }
  return { field, descending };
}

/** The fields by which records can be sorted. */
export function sortableFields({ fields, versionsOf }: Entity): string[] {
  if (versionsOf !== undefined) return ['version', 'createdAt'];
  return fields
    .filter(({ type, managed, isHidden }) => hasOrder(type) && managed !== 'id' && isHidden !== true)
    .map(({ name }) => name);
}

function hasOrder({ kind }: FieldType): boolean {
  return !['list', 'object', 'json', 'reference', 'duration'].includes(kind);
}
