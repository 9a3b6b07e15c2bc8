import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { FilterComparison, FilterDocument } from '../../blueprint/document.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field, FieldType } from '../../model/field.ts';
import type { ListFilter } from '../../model/operation.ts';
import { suggestName } from '../../naming/nearest-name.ts';
import type { OperationScope } from '../operation-scope.ts';

interface Place {
  readonly entity: Entity;
  readonly path: DocumentPath;
  /** Query parameters that every list has. */
  readonly reserved: readonly string[];
  readonly scope: OperationScope;
}

/** The filters of a list: those that are written, or all that its fields make possible. */
export function lowerFilters(documents: readonly FilterDocument[] | undefined, place: Place): ListFilter[] {
  const { entity, path } = place;
  if (documents === undefined) {
    return entity.fields.filter(isUsual).flatMap((field) => usualFilters(field, place));
  }
  const filters = documents.flatMap((document, index) =>
    lowerFilter(document, { ...place, path: [...path, index] }),
  );
  return filters.filter(
    ({ parameter }, index) => filters.findIndex((one) => one.parameter === parameter) === index,
  );
}

function isUsual({ type, isHidden, managed }: Field): boolean {
  return isScalar(type) && isHidden !== true && (managed === undefined || managed === 'state');
}

function lowerFilter(document: FilterDocument, place: Place): ListFilter[] {
  if (typeof document === 'string') {
    const field = knownField(document, place);
    return field === undefined ? [] : usualFilters(field, place);
  }
  const { field: name, as } = document;
  const field = knownField(name, { ...place, path: [...place.path, 'field'] });
  if (field === undefined) return [];
  const comparisons = [document.by].flat();
  if (as !== undefined && comparisons.length > 1) {
    report('invalid_constraint', 'One name cannot stand for several comparisons.', place, 'as');
    return [];
  }
  return comparisons.flatMap((comparison) => {
    const parameter = as ?? `${name}${suffixes[comparison]}`;
    if (!isPossible(comparison, field.type)) {
      report('invalid_constraint', `\`${name}\` cannot be compared by \`${comparison}\`.`, place, 'by');
      return [];
    }
    if (place.reserved.includes(parameter)) {
      report('reserved_name', `\`${parameter}\` is a query parameter of every list already.`, place, 'as');
      return [];
    }
    return [{ parameter, field: name, comparison: field.type.kind === 'list' ? 'contains' : comparison }];
  });
}

const suffixes: Readonly<Record<FilterComparison, string>> = {
  equals: '',
  from: 'From',
  to: 'To',
  contains: 'Contains',
  in: 'In',
};

function isPossible(comparison: FilterComparison, type: FieldType): boolean {
  switch (comparison) {
    case 'from':
    case 'to':
      return hasRange(type) || type.kind === 'time';
    case 'contains':
      return type.kind === 'text' || type.kind === 'list';
    default:
      return type.kind !== 'list';
  }
}

/** Equality, and the bounds of what has an order. */
function usualFilters(field: Field, { entity, reserved }: Place): ListFilter[] {
  const { name, type } = field;
  if (reserved.includes(name)) return [];
  const taken = new Set([...reserved, ...entity.fields.map((one) => one.name)]);
  const equals: ListFilter = {
    parameter: name,
    field: name,
    comparison: type.kind === 'list' ? 'contains' : 'equals',
  };
  if (!hasRange(type)) return [equals];
  const ranges = (['from', 'to'] as const).map((comparison) => ({
    parameter: `${name}${suffixes[comparison]}`,
    field: name,
    comparison,
  }));
  return [equals, ...ranges.filter(({ parameter }) => !taken.has(parameter))];
}

function knownField(name: string, place: Place): Field | undefined {
  const { entity, reserved, path, scope } = place;
  const field = entity.fields.find((candidate) => candidate.name === name);
  if (field === undefined) {
    scope.context.problems.add({
      code: 'unknown_field',
      path,
      message: `${entity.name} has no field \`${name}\`.`,
      suggestion: suggestName(
        name,
        entity.fields.map((candidate) => candidate.name),
      ),
    });
    return undefined;
  }
  const isFilterable = isScalar(field.type) || (field.type.kind === 'list' && isScalar(field.type.of));
  if (!isFilterable) {
    report('invalid_constraint', `A list cannot be filtered by \`${name}\`.`, place);
    return undefined;
  }
  if (!reserved.includes(name)) return field;
  report('reserved_name', `\`${name}\` is a query parameter of every list already.`, place);
  return undefined;
}

function report(
  code: 'invalid_constraint' | 'reserved_name',
  message: string,
  { path, scope }: Place,
  key?: string,
): void {
  scope.context.problems.add({ code, path: key === undefined ? path : [...path, key], message });
}

function isScalar(type: FieldType): boolean {
  return type.kind !== 'list' && type.kind !== 'object' && type.kind !== 'json';
}

function hasRange(type: FieldType): boolean {
  return ['date', 'datetime', 'integer', 'number', 'money'].includes(type.kind);
}
