import { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import { tablesFile } from '../store/tables-file.ts';
import { problemFile } from './refusal.ts';

export const cursorFile = 'src/domain/cursor.ts';

/** `src/domain/cursor.ts`: pages that begin after a record, or undefined when no list has such pages. */
export function renderCursorFile({
  hasCursors,
  hasStretches,
  sortedEnums,
}: StorageUsage): SourceFile | undefined {
  if (!hasCursors && !hasStretches) return undefined;
  const file = new SourceFile(cursorFile);
  file.imports.value('zod', 'z');
  file.imports.value(problemFile, 'Problem');
  for (const type of ['Page', 'Sort', 'Stored']) file.imports.type(tablesFile, type);
  const sortsEnums = sortedEnums.size > 0;
  file.add(types);
  if (hasStretches) file.add(stretches(sortsEnums));
  if (hasCursors) file.add(pageAfter(sortsEnums));
  file.add(cursorAfter(hasCursors));
  if (hasCursors) file.add(positionAfter);
  file.add(keys(sortsEnums));
  if (hasCursors) file.add(comparison);
  return file.add(reading);
}

const types = `
/** A page that says where the next one begins, null on the last. */
export interface CursorPage<Row> extends Page<Row> {
  readonly nextCursor: string | null;
}

export interface CursorQuery<Row> {
  readonly sort: readonly Sort<Row>[];
  readonly limit: number;
  readonly cursor: string | null;
}

/** How many records a cursor names: should the last one be gone, the one before it tells the place. */
const MAX_NAMED = 5;

const CURSOR = z.object({
  sort: z.array(z.string()),
  /** By what that record is sorted. */
  values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
  createdAt: z.string(),
  /** The last records of the page that have these values, the very last one first. */
  ids: z.array(z.string()).min(1).max(MAX_NAMED),
});
type Cursor = z.output<typeof CURSOR>;
type Value = Cursor['values'][number];
type Key = Pick<Cursor, 'values' | 'createdAt'>;`;

const orderParameter = (sortsEnums: boolean) => (sortsEnums ? '\n  orders: Orders = {},' : '');

const stretches = (sortsEnums: boolean) => `
/** The fields whose values are no texts, or are sorted by their places. */
type Kinds = Readonly<Record<string, 'number' | 'boolean'>>;

/** Which rows a page asks for: one more than it has, which tells whether another page follows. */
export function stretchAfter<Row>({ sort, limit, cursor }: CursorQuery<Row>, kinds: Kinds = {}) {
  const stretch = { limit: limit + 1, offset: 0 };
  if (cursor === null) return stretch;
  const after = readCursor(cursor, sort);
  const isFit = sort.every((key, index) => {
    const value = after.values[index];
    return value === null || typeof value === (kinds[key.replace(/^-/, '')] ?? 'string');
  });
  if (!isFit) throw invalidCursor('Is no cursor of this list.');
  return { ...stretch, after };
}

/** The page that such rows are. */
export function pageOf<Row extends Stored>(
  { items: rows, total }: Page<Row>,
  { sort, limit }: CursorQuery<Row>,${orderParameter(sortsEnums)}
): CursorPage<Row> {
  const items = rows.slice(0, limit);
  const isLast = rows.length <= limit;
  return { items, total, nextCursor: isLast ? null : cursorAfter(items, sort, keysBy<Row>(sort${sortsEnums ? ', orders' : ''})) };
}`;

const pageAfter = (sortsEnums: boolean) => `
/** The page after a cursor, of rows that are in order already: what comes and goes before it moves nothing. */
export function pageAfter<Row extends Stored>(
  rows: readonly Row[],
  { sort, limit, cursor }: CursorQuery<Row>,${orderParameter(sortsEnums)}
): CursorPage<Row> {
  const keyOf = keysBy<Row>(sort${sortsEnums ? ', orders' : ''});
  const start = cursor === null ? 0 : positionAfter(readCursor(cursor, sort), rows, keyOf);
  const items = rows.slice(start, start + limit);
  const isLast = start + limit >= rows.length;
  return { items, total: rows.length, nextCursor: isLast ? null : cursorAfter(items, sort, keyOf) };
}`;

const cursorAfter = (comparesKeys: boolean) => `
function cursorAfter<Row extends Stored>(
  items: readonly Row[],
  sort: readonly Sort<Row>[],
  keyOf: (row: Row) => Key,
): string | null {
  const last = items.at(-1);
  if (last === undefined) return null;
  const key = keyOf(last);
  const equal = items.filter((row) => ${comparesKeys ? 'compare(keyOf(row), key, sort) === 0' : 'keyOf(row).values.every((value, index) => value === key.values[index])'});
  const ids = equal.toReversed().slice(0, MAX_NAMED).map(({ id }) => id);
  return writeCursor({ sort: [...sort], ...key, ids });
}`;

const positionAfter = `
function positionAfter<Row extends Stored>(
  { sort, ids, ...key }: Cursor,
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): number {
  for (const id of ids) {
    const index = rows.findIndex((row) => row.id === id && compare(keyOf(row), key, sort) === 0);
    if (index !== -1) return index + 1;
  }
  const next = rows.findIndex((row) => compare(keyOf(row), key, sort) >= 0);
  return next === -1 ? rows.length : next;
}`;

const plainKeys = `
/** Equal rows are in order of creation. */
function keysBy<Row extends Stored>(sort: readonly Sort<Row>[]): (row: Row) => Key {
  const fields = sort.map((key) => key.replace(/^-/, '') as keyof Row);
  return (row) => ({ values: fields.map((field) => row[field] as Value), createdAt: row.createdAt });
}`;

const keysInPlace = `
/** The values of enumerations in their order, by field. */
type Orders = Readonly<Record<string, readonly unknown[]>>;

/** Equal rows are in order of creation, values of an enumeration in that of their places. */
function keysBy<Row extends Stored>(sort: readonly Sort<Row>[], orders: Orders): (row: Row) => Key {
  const fields = sort.map((key) => key.replace(/^-/, '') as keyof Row & string);
  const valueOf = (row: Row, field: keyof Row & string) =>
    orders[field] === undefined ? (row[field] as Value) : orders[field].indexOf(row[field]);
  return (row) => ({ values: fields.map((field) => valueOf(row, field)), createdAt: row.createdAt });
}`;

const keys = (sortsEnums: boolean) => `
${sortsEnums ? keysInPlace : plainKeys}`;

const comparison = `
function compare(a: Key, b: Key, sort: readonly string[]): number {
  for (const [index, key] of sort.entries()) {
    const distance = compareValues(a.values[index] ?? null, b.values[index] ?? null);
    if (distance !== 0) return key.startsWith('-') ? -distance : distance;
  }
  return compareValues(a.createdAt, b.createdAt);
}

/** Null comes first. */
function compareValues(a: Value, b: Value): number {
  if (a === b) return 0;
  return a === null || (b !== null && a < b) ? -1 : 1;
}`;

const reading = `
function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readCursor(text: string, sort: readonly string[]): Cursor {
  const result = CURSOR.safeParse(parse(text));
  if (!result.success || result.data.values.length !== result.data.sort.length) {
    throw invalidCursor('Is no cursor of this list.');
  }
  if (result.data.sort.join() === sort.join()) return result.data;
  throw invalidCursor('Belongs to another order.');
}

function invalidCursor(message: string): Problem {
  const error = { field: 'cursor', code: 'invalid_cursor', message };
  return new Problem(400, 'invalid_input', 'The input is not valid.', [error]);
}

function parse(text: string): unknown {
  try {
    const json = Buffer.from(text, 'base64url').toString();
    // No database need hold such a character.
    return json.includes('\\\\u0000') ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}`;
