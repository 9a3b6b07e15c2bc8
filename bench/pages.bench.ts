/**
 * How long a page of 50 takes out of a list of 100,000 records, on SQLite and (where it is installed) on PostgreSQL: in the
 * process of the generated system, as its operation runs it, without HTTP. For comparison, what reading all rows that match
 * costs, which is what a condition takes that only code can check.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBlueprint } from '../packs/system/src/blueprint/read-blueprint.ts';
import { stageSystems } from '../packs/system/src/generation/testing/staged-system.ts';
import { lower } from '../packs/system/src/lowering/lower.ts';
import { findPostgres } from '../packs/system/src/proof/database/find-postgres.ts';
import { startPostgres } from '../packs/system/src/proof/database/postgres-server.ts';
import { median, printTable } from './support/table.ts';

const records = 100_000;
const batch = 500;
const rounds = 15;

const blueprint = (storage: string) => `
millwright: 1
name: journal
storage: ${storage}
interfaces: { http: { paging: cursor } }
entities:
  Author: { fields: { name: text } }
  Entry:
    fields: { title: text, body: text, author: Author, level: integer 1..5, price: money }
    filters: [level, author]
    search: [title, body]
`;

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly createdAt: string;
}

interface Table {
  insert(values: Record<string, unknown>): unknown;
  list(query: Record<string, unknown>): Promise<{ items: Row[] }> | { items: Row[] };
}

type Tables = Readonly<Record<'authors' | 'entries', Table>>;
type Database = { transaction<Result>(run: (tables: Tables) => Result): Result };
type List = (tables: Tables, query: Record<string, unknown>) => unknown;

const words = 'amber birch cedar delta ember fjord grove heath inlet jetty knoll ledge marsh notch'.split(
  ' ',
);
const word = (n: number) => words[n % words.length] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'pages-'));
const programs = findPostgres();
const server = programs === undefined ? undefined : await startPostgres(programs, ['bench']);
try {
  const kinds = ['sqlite', ...(server === undefined ? [] : ['postgresql'])];
  const roots = stageSystems(
    join(folder, 'staged'),
    kinds.map((kind) => lower(readBlueprint(blueprint(kind)))),
  );
  const rows: string[][] = [];
  for (const [index, kind] of kinds.entries()) rows.push(...(await measure(kind, roots[index] ?? '')));
  printTable(
    `A page of 50 out of ${records.toLocaleString('en')} records, milliseconds (median of ${rounds})`,
    ['storage', 'page', 'ms'],
    rows,
  );
} finally {
  await server?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(kind: string, root: string): Promise<string[][]> {
  let now = Date.UTC(2030, 0, 1);
  const clock = { now: () => (now += 1_000) };
  const storage = await import(join(root, 'src/storage/database.ts'));
  const { listEntries } = (await import(join(root, 'src/domain/entry-operations.ts'))) as {
    listEntries: List;
  };
  const database: Database =
    kind === 'sqlite'
      ? new storage.Database(join(folder, 'data.sqlite'), clock)
      : await storage.Database.open(server?.url('bench'), clock);
  await fill(database);
  const middle = await database.transaction((tables) =>
    tables.entries.list({ where: {}, sort: ['createdAt'], limit: 1, offset: records / 2 }),
  );
  const cursor = cursorOf(middle.items[0]);
  const page = { sort: ['createdAt'], limit: 50, cursor: null, q: null };
  const asked: readonly [string, List][] = [
    ['the first', (tables) => listEntries(tables, page)],
    ['in the middle', (tables) => listEntries(tables, { ...page, cursor })],
    ['the newest first', (tables) => listEntries(tables, { ...page, sort: ['-createdAt'] })],
    ['of one level', (tables) => listEntries(tables, { ...page, level: 3 })],
    ['sorted by price', (tables) => listEntries(tables, { ...page, sort: ['price'] })],
    ['with two words', (tables) => listEntries(tables, { ...page, q: 'amb fjord7' })],
    [
      'all rows, read',
      (tables) => tables.entries.list({ where: {}, sort: ['createdAt'], limit: records, offset: 0 }),
    ],
  ];
  const results: string[][] = [];
  for (const [name, list] of asked)
    results.push([kind, name, await medianMs(() => database.transaction((tables) => list(tables, {})))]);
  return results;
}

async function fill(database: Database): Promise<void> {
  const author = (await database.transaction((tables) => tables.authors.insert({ name: 'Ann' }))) as Row;
  for (let first = 0; first < records; first += batch) {
    await database.transaction(async (tables) => {
      for (let n = first; n < first + batch; n += 1) {
        const title = `${word(n)} ${word(n * 3)}${n % 50}`;
        const body = `${word(n * 5)} ${word(n * 7)}${n % 10} ${word(n * 11)}`;
        const written = tables.entries.insert({
          title,
          body,
          author: author.id,
          level: (n % 5) + 1,
          price: n % 997,
        });
        // A transaction of a storage in the process is over when the function first waits.
        if (written instanceof Promise) await written;
      }
    });
  }
}

function cursorOf(row: Row | undefined): string {
  const key = { sort: ['createdAt'], values: [row?.createdAt], createdAt: row?.createdAt, ids: [row?.id] };
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

async function medianMs(run: () => unknown): Promise<string> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return median(times).toFixed(1);
}
