import { SourceFile } from '../../../code/source-file.ts';
import { orderFile } from '../storage-files.ts';
import { tablesFile } from '../tables-file.ts';

/** `src/storage/order.ts`. */
export function renderOrder(hasLists: boolean, sortsEnums: boolean): SourceFile {
  const file = new SourceFile(orderFile);
  file.imports.type(tablesFile, 'Stored');
  file.add(hasLists ? sorting(file, sortsEnums) : creationOrder);
  if (sortsEnums) return file.add(rankedComparison);
  return file.add(`
function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return (a as string | number) < (b as string | number) ? -1 : 1;
}`);
}

const rankedComparison = `
function compare(a: unknown, b: unknown, values: readonly unknown[] | undefined): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  if (values !== undefined) return values.indexOf(a) - values.indexOf(b);
  return (a as string | number) < (b as string | number) ? -1 : 1;
}`;

const rankedOrder = `
/** The values of enumerations in their order, by field. */
export type Orders = Readonly<Record<string, readonly string[]>>;

/** Sorts rows that are in order of creation, which equal ones keep. A missing value comes before all others. */
export function inOrder<Row extends Stored>(
  rows: readonly Row[],
  sort: readonly Sort<Row>[],
  orders: Orders = {},
): readonly Row[] {
  const made = sort.some((key) => key === '-createdAt') ? rows.toReversed() : rows;
  return sort.reduceRight((sorted, key) => {
    const field = key.replace(/^-/, '') as keyof Row & string;
    const direction = key.startsWith('-') ? -1 : 1;
    return sorted.toSorted((a, b) => direction * compare(a[field], b[field], orders[field]));
  }, made);
}`;

function sorting(file: SourceFile, sortsEnums: boolean): string {
  file.imports.type(tablesFile, 'Sort');
  if (sortsEnums) return rankedOrder;
  return `
/** Sorts rows that are in order of creation, which equal ones keep. A missing value comes before all others. */
export function inOrder<Row extends Stored>(rows: readonly Row[], sort: readonly Sort<Row>[]): readonly Row[] {
  const made = sort.some((key) => key === '-createdAt') ? rows.toReversed() : rows;
  return sort.reduceRight((sorted, key) => {
    const field = key.replace(/^-/, '') as keyof Row;
    const direction = key.startsWith('-') ? -1 : 1;
    return sorted.toSorted((a, b) => direction * compare(a[field], b[field]));
  }, made);
}`;
}

const creationOrder = `
export function inOrder<Row extends Stored>(rows: readonly Row[], [field]: readonly [keyof Row]): Row[] {
  return rows.toSorted((a, b) => compare(a[field], b[field]));
}`;
