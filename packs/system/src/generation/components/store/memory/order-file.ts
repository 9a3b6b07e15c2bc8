import { SourceFile } from '../../../code/source-file.ts';
import { orderFile } from '../storage-files.ts';
import { tablesFile } from '../tables-file.ts';

/** `src/storage/order.ts`. */
export function renderOrder(hasLists: boolean): SourceFile {
  const file = new SourceFile(orderFile);
  file.imports.type(tablesFile, 'Stored');
  file.add(hasLists ? sorting(file) : creationOrder);
  return file.add(`
function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return (a as string | number) < (b as string | number) ? -1 : 1;
}`);
}

function sorting(file: SourceFile): string {
  file.imports.type(tablesFile, 'Sort');
  return `
/** Sorts rows that are in order of creation. A missing value comes before all others. */
export function inOrder<Row extends Stored>(rows: readonly Row[], sort: Sort<Row>): Row[] {
  const isDescending = sort.startsWith('-');
  const field = (isDescending ? sort.slice(1) : sort) as keyof Row;
  const ascending = rows.toSorted((a, b) => compare(a[field], b[field]));
  return isDescending ? ascending.toReversed() : ascending;
}`;
}

const creationOrder = `
export function inOrder<Row extends Stored>(rows: readonly Row[], field: keyof Row): Row[] {
  return rows.toSorted((a, b) => compare(a[field], b[field]));
}`;
