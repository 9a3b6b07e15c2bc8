import { placeOf } from '../../expression/enum-place.ts';
import type { Entity } from '../../model/entity.ts';
import type { ListFilter, Step } from '../../model/operation.ts';
import { sortKey, type SortKey } from '../../model/sort-key.ts';
import { evaluate, NotSimulated, type Scope, type Value } from './evaluate.ts';
import type { StoredRecord, Tables } from './tables.ts';

/** One page of a list step (all of it when it is whole): filtered, sorted, cut. Ties keep the order of creation. */
export function pageOf(
  step: Extract<Step, { kind: 'list' }>,
  tables: Tables,
  scope: Scope,
  query: Scope,
): { readonly records: readonly StoredRecord[]; readonly total: number } {
  const { where } = step;
  const found = tables
    .all(step.entity)
    .filter((record) => step.filters.every((filter) => passes(record, filter, query[filter.parameter])))
    .filter((record) => !where || evaluate(where.node, { ...scope, record }) === true);
  const asked: Scope = step.isWhole ? {} : query;
  const sort = asked['sort'];
  const order = Array.isArray(sort) ? sort.map((name) => sortKey(String(name))) : step.defaultSort;
  const sorted = inOrder(found, order, tables.entity(step.entity));
  if (step.isWhole) return { records: sorted, total: found.length };
  if ((asked['cursor'] ?? null) !== null) throw new NotSimulated('cursor');
  const offset = Number(asked['offset'] ?? 0);
  const limit = Number(asked['limit'] ?? step.limit.standard);
  return { records: sorted.slice(offset, offset + limit), total: found.length };
}

/** Records in the order of fields; equal ones in the order of creation. */
export function inOrder(
  records: readonly StoredRecord[],
  sort: readonly SortKey[],
  entity: Entity,
): readonly StoredRecord[] {
  const isNewestFirst = sort.some(({ field, descending }) => descending && field === 'createdAt');
  const made = isNewestFirst ? records.toReversed() : records;
  return sort.reduceRight((sorted, key) => sortedBy(sorted, key, entity), made);
}

function sortedBy(
  records: readonly StoredRecord[],
  { field, descending }: SortKey,
  entity: Entity,
): readonly StoredRecord[] {
  const type = entity.fields.find(({ name }) => name === field)?.type;
  // Values of an enumeration come in their order.
  const keyOf = (record: StoredRecord): Value => {
    const value = record[field] ?? null;
    return type?.kind === 'enum' ? placeOf(type.values, value) : value;
  };
  const direction = descending ? -1 : 1;
  return records.toSorted((a, b) => direction * compare(keyOf(a), keyOf(b)));
}

function passes(record: StoredRecord, filter: ListFilter, wanted: Value | undefined): boolean {
  if (wanted === undefined || wanted === null) return true;
  const value = record[filter.field] ?? null;
  if (value === null) return false;
  return comparisons[filter.comparison](value, wanted);
}

const comparisons: Readonly<Record<ListFilter['comparison'], (value: Value, wanted: Value) => boolean>> = {
  equals: (value, wanted) => value === wanted,
  from: (value, wanted) => compare(value, wanted) >= 0,
  to: (value, wanted) => compare(value, wanted) <= 0,
  in: (value, wanted) => Array.isArray(wanted) && wanted.includes(value),
  contains: (value, wanted) => String(value).toLowerCase().includes(String(wanted).toLowerCase()),
};

function compare(a: Value, b: Value): number {
  const [left, right] = [a ?? '', b ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
}
