import { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import { tablesFile } from '../store/tables-file.ts';
import { problemFile } from './refusal.ts';

export const cursorFile = 'src/domain/cursor.ts';

/** `src/domain/cursor.ts`: pages that begin after a record, or undefined when no list has such pages. */
export function renderCursorFile({ hasCursors, sortedEnums }: StorageUsage): SourceFile | undefined {
  if (!hasCursors) return undefined;
  const file = new SourceFile(cursorFile);
  file.imports.value('zod', 'z');
  file.imports.value(problemFile, 'Problem');
  for (const type of ['Page', 'Sort', 'Stored']) file.imports.type(tablesFile, type);
  const sortsEnums = sortedEnums.size > 0;
  return file.add(types).add(pageAfter(sortsEnums)).add(positionAfter).add(keys(sortsEnums)).add(reading);
}

const types = `
/** A page that says where the next one begins, null on the last. */
export interface CursorPage<Row> extends Page<Row> {
  readonly nextCursor: string | null;
}

export interface CursorQuery<Row> {
  readonly sort: Sort<Row>;
  readonly limit: number;
  readonly cursor: string | null;
}

/** How many records a cursor names: should the last one be gone, the one before it tells the place. */
const MAX_NAMED = 5;

const CURSOR = z.object({
  sort: z.string(),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  createdAt: z.string(),
  /** The last records of the page that have this value, the very last one first. */
  ids: z.array(z.string()).min(1).max(MAX_NAMED),
});
type Cursor = z.output<typeof CURSOR>;
type Key = Pick<Cursor, 'value' | 'createdAt'>;`;

const pageAfter = (sortsEnums: boolean) => `
/** The page after a cursor, of rows that are in order already: what comes and goes before it moves nothing. */
export function pageAfter<Row extends Stored>(
  rows: readonly Row[],
  { sort, limit, cursor }: CursorQuery<Row>,${sortsEnums ? '\n  orders: Orders = {},' : ''}
): CursorPage<Row> {
  const keyOf = keysBy<Row>(sort${sortsEnums ? ', orders' : ''});
  const start = cursor === null ? 0 : positionAfter(readCursor(cursor, sort), rows, keyOf);
  const items = rows.slice(start, start + limit);
  const last = items.at(-1);
  if (last === undefined || start + limit >= rows.length) return { items, total: rows.length, nextCursor: null };
  const key = keyOf(last);
  const equal = items.filter((row) => compare(keyOf(row), key) === 0);
  const ids = equal.toReversed().slice(0, MAX_NAMED).map(({ id }) => id);
  return { items, total: rows.length, nextCursor: writeCursor({ sort, ...key, ids }) };
}`;

const positionAfter = `
function positionAfter<Row extends Stored>(
  { sort, ids, ...key }: Cursor,
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): number {
  for (const id of ids) {
    const index = rows.findIndex((row) => row.id === id && compare(keyOf(row), key) === 0);
    if (index !== -1) return index + 1;
  }
  const direction = sort.startsWith('-') ? -1 : 1;
  const next = rows.findIndex((row) => direction * compare(keyOf(row), key) >= 0);
  return next === -1 ? rows.length : next;
}`;

const plainKeys = `
/** Equal rows are in order of creation. */
function keysBy<Row extends Stored>(sort: Sort<Row>): (row: Row) => Key {
  const field = sort.replace(/^-/, '') as keyof Row;
  return (row) => ({ value: row[field] as Key['value'], createdAt: row.createdAt });
}`;

const keysInPlace = `
/** The values of enumerations in their order, by field. */
type Orders = Readonly<Record<string, readonly unknown[]>>;

/** Equal rows are in order of creation, values of an enumeration in that of their places. */
function keysBy<Row extends Stored>(sort: Sort<Row>, orders: Orders): (row: Row) => Key {
  const field = sort.replace(/^-/, '') as keyof Row & string;
  const values = orders[field];
  return (row) => ({
    value: values === undefined ? (row[field] as Key['value']) : values.indexOf(row[field]),
    createdAt: row.createdAt,
  });
}`;

const keys = (sortsEnums: boolean) => `
${sortsEnums ? keysInPlace : plainKeys}

function compare(a: Key, b: Key): number {
  return compareValues(a.value, b.value) || compareValues(a.createdAt, b.createdAt);
}

/** Null comes first. */
function compareValues(a: Key['value'], b: Key['value']): number {
  if (a === b) return 0;
  return a === null || (b !== null && a < b) ? -1 : 1;
}`;

const reading = `
function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readCursor(text: string, sort: string): Cursor {
  const result = CURSOR.safeParse(parse(text));
  if (result.success && result.data.sort === sort) return result.data;
  const message = result.success ? 'Belongs to another order.' : 'Is no cursor of this list.';
  const error = { field: 'cursor', code: 'invalid_cursor', message };
  throw new Problem(400, 'invalid_input', 'The input is not valid.', [error]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}`;
