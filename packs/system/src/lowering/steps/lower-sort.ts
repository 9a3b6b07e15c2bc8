import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { SortDocument } from '../../blueprint/document/sort.ts';
import type { Entity } from '../../model/entity.ts';
import type { FieldType } from '../../model/field.ts';
import { sortKey, type SortKey } from '../../model/sort-key.ts';
import { suggestName } from '../../naming/nearest-name.ts';
import type { OperationScope } from '../operation-scope.ts';

/** `-dueDate`, `[-priority, dueDate]`: fields that have an order, and whether the highest comes first. */
export function lowerSort(
  written: SortDocument,
  entity: Entity,
  path: DocumentPath,
  scope: OperationScope,
): readonly SortKey[] {
  const sortable = sortableFields(entity);
  const keys = sortNames(written).map(sortKey);
  for (const [place, { field }] of keys.entries()) {
    const isTwice = keys.findIndex((key) => key.field === field) < place;
    if (sortable.includes(field) && !isTwice) continue;
    scope.context.problems.add({
      code: isTwice ? 'duplicate_key' : 'unknown_field',
      path: Array.isArray(written) ? [...path, place] : path,
      message: isTwice
        ? `${entity.name} is sorted by \`${field}\` already.`
        : `A list of ${entity.name} cannot be sorted by \`${field}\`.`,
      suggestion: isTwice ? 'Name each field once.' : suggestName(field, sortable),
    });
  }
  return keys;
}

/** The names in `[-priority, dueDate]`, which may stand in one text with commas between them. */
export function sortNames(written: SortDocument): readonly string[] {
  return typeof written === 'string' ? written.split(',').map((name) => name.trim()) : written;
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
