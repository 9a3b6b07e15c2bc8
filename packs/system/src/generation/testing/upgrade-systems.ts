/**
 * Stores records with one version of a system, opens them with the next one in several processes at the same time.
 * Arguments: the roots of both versions, where the data is, and the records as JSON by table; a
 * last one, `start`, makes it one of the processes. Prints what that one finds.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
type Tables = Readonly<
  Record<string, { insert(row: unknown): unknown; list(query: unknown): Promise<{ items: Rows[string] }> }>
>;

const [first = '', second = '', place = '', records = '{}', role] = process.argv.slice(2);

async function open(root: string) {
  const { Clock } = await import(join(root, 'src/clock.ts'));
  const { Database } = await import(join(root, 'src/storage/database.ts'));
  const database = place.startsWith('postgres')
    ? await Database.open(place, new Clock())
    : new Database(place, new Clock());
  return {
    run: <Result>(work: (tables: Tables) => Result): Promise<Awaited<Result>> => database.transaction(work),
    close: () => database.close(),
  };
}

async function store(root: string, rows: Rows): Promise<void> {
  const { run, close } = await open(root);
  for (const [table, own] of Object.entries(rows))
    for (const row of own) await run((tables) => tables[table]?.insert(row));
  await close();
}

async function found(root: string, names: readonly string[]): Promise<unknown> {
  const { run, close } = await open(root);
  const query = { where: {}, sort: ['createdAt'], limit: 100, offset: 0 };
  const tables: Record<string, unknown> = {};
  for (const name of names) {
    const page = await run((all) => all[name]?.list(query));
    tables[name] = page?.items.map((row) =>
      Object.fromEntries(
        Object.entries(row).filter(([key]) => !['id', 'createdAt', 'updatedAt'].includes(key)),
      ),
    );
  }
  await close();
  return tables;
}

async function startAtOnce(): Promise<void> {
  const parameters = [import.meta.filename, first, second, place, records, 'start'];
  const children = Array.from({ length: 3 }, () => spawn(process.execPath, parameters, { stdio: 'inherit' }));
  const codes = await Promise.all(children.map((child) => once(child, 'exit')));
  if (codes.some(([code]) => code !== 0)) throw new Error(`not all could start: ${codes.join()}`);
}

if (role === 'start') await (await open(second)).close();
else {
  const { before, after } = JSON.parse(records) as { before: Rows; after: readonly string[] };
  await store(first, before);
  await startAtOnce();
  console.log(JSON.stringify(await found(second, after)));
}
