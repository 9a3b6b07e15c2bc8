import type { StorageUsage, TableMethod } from '../../plan/storage-usage.ts';
import { lines } from '../../code/blocks.ts';
import { ordersMember } from './enum-orders.ts';
import { tableMethods } from './tables-file.ts';

const readingMethods: readonly TableMethod[] = ['find', 'findBy', 'list', 'filter'];

export function readsRows({ methods }: StorageUsage): boolean {
  return readingMethods.some((method) => methods.has(method));
}

export function writesRows({ methods }: StorageUsage): boolean {
  return methods.has('insert') || methods.has('update');
}

/** The methods that a table has: a page of a list comes with the number of all rows. */
export function usedMethods({ methods }: StorageUsage): readonly TableMethod[] {
  return tableMethods.filter((method) => methods.has(method) || (method === 'count' && methods.has('list')));
}

/** The interfaces `TableLayout` and, where there are unique keys, `UniqueKey`. */
export function renderTableLayout(
  columns: string | false,
  { sortedEnums, hasStretches }: StorageUsage,
  { hasUniqueKeys, ignoresCase }: { readonly hasUniqueKeys: boolean; readonly ignoresCase: boolean },
): string {
  const members = lines(
    '  readonly name: string;',
    '  readonly columns: readonly (keyof Row & string)[];',
    columns,
    hasUniqueKeys && '  readonly unique: readonly UniqueKey<Row>[];',
    hasStretches &&
      '  /** Columns that may be without a value. */\n  readonly optional: readonly (keyof Row & string)[];',
    sortedEnums.size > 0 && ordersMember,
  );
  const key = `

/** Columns whose values, taken together, no two rows share. A missing value is shared with nobody. */
export interface UniqueKey<Row> {
  readonly fields: readonly (keyof Row & string)[];${ignoresCase ? '\n  readonly ignoreCase?: boolean;' : ''}
}`;
  return `export interface TableLayout<Row> {\n${members}\n}${hasUniqueKeys ? key : ''}`;
}

/** One of the terms by which pages are in order. */
export const orderKeyType = `
interface OrderKey {
  readonly term: string;
  readonly direction: 'ASC' | 'DESC';
  readonly isOptional: boolean;
}`;

/** The method that gives such a term, where `term` is the code of its SQL. */
export const orderKeyMethod = (term: string) => `  #orderKey(sort: Sort<Row>): OrderKey {
    const isDescending = sort.startsWith('-');
    const column = isDescending ? sort.slice(1) : sort;
    const term = ${term};
    const isOptional = this.#layout.optional.some((each) => each === column);
    return { term, direction: isDescending ? 'DESC' : 'ASC', isOptional };
  }`;
