import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeStore } from '../store.testsuite.ts';
import { migrations } from './migrations.ts';
import { migrate, openDatabase } from './open-database.ts';
import { openStore } from './sqlite-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millwright-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describeStore('the SQLite store in memory', () => openStore(':memory:'));
describeStore('the SQLite store in a file', () => openStore(join(folder, 'deep', 'er', 'runs.db')));

test('migrations go all the way down and up again', () => {
  const database = openDatabase(':memory:');
  const schema = () => database.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
  const before = schema();
  migrate(database, ':memory:', 0);
  expect(database.prepare("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").all()).toEqual([]);
  migrate(database, ':memory:', migrations.length);
  expect(schema()).toEqual(before);
});

test('a file of version 1 is brought up to date with what it holds, and can be taken back', async () => {
  const path = join(folder, 'runs.db');
  const old = new DatabaseSync(path);
  migrate(old, path, 1);
  const insert = old.prepare(
    `INSERT INTO runs (id, pipeline, version, definition, labels, status, created_at, updated_at, last_event)
     VALUES (?, 'p', '1', 'd', '{}', ?, 1, 1, 1)`,
  );
  insert.run('a', 'succeeded');
  insert.run('b', 'paused');
  old.exec("INSERT INTO events SELECT seq, 1, 1, 'run.cancelled', '{}' FROM runs");
  const layout = () => old.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
  const before = layout();

  const store = openStore(path);
  expect(await store.listRuns({ status: 'paused' })).toMatchObject({ total: 1, runs: [{ id: 'b' }] });
  expect(await store.readEvents('a', { after: 0, limit: 9 })).toHaveLength(1);
  await store.outlets.add('o', true);
  expect(await store.outlets.findUntaken('o', 9)).toHaveLength(2);
  await store.close();

  migrate(old, path, 1);
  expect(layout()).toEqual(before);
  expect(old.prepare('SELECT count(*) AS runs FROM runs').get()).toEqual({ runs: 2 });
  old.close();
});

test('a file with other tables under a known version is refused and left as it is', () => {
  const path = join(folder, 'runs.db');
  const database = new DatabaseSync(path);
  migrate(database, path, 1);
  database.exec('ALTER TABLE runs DROP COLUMN degraded');
  expect(() => openStore(path)).toThrow(expect.objectContaining({ code: 'store_layout' }));
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
  expect(database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'outlets'").get()).toBeUndefined();
  database.close();
});

test('a file from a later version is refused', () => {
  const path = join(folder, 'runs.db');
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 999');
  database.close();
  expect(() => openStore(path)).toThrow(expect.objectContaining({ code: 'store_too_new' }));
});

test('a file that is no database, and a folder that cannot be written, get a clear error', () => {
  const path = join(folder, 'notes.txt');
  writeFileSync(path, 'this is not a database at all, just some text'.repeat(100));
  expect(() => openStore(path)).toThrow(expect.objectContaining({ code: 'store_damaged' }));
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => openStore(join(file, 'runs.db'))).toThrow(
    expect.objectContaining({ code: 'store_unavailable' }),
  );
});

test('a damaged row is reported as such, and the rows before it can be read', async () => {
  const path = join(folder, 'runs.db');
  const store = openStore(path);
  const create = { pipeline: 'p', version: '1', definition: 'd', labels: {} };
  const events = [1, 2].map((n) => ({ runId: 'r', n, at: n, type: 'run.cancelled' }) as const);
  const head = { status: 'running', isDegraded: false, isReleased: true } as const;
  await store.append([{ runId: 'r', owner: 'w', follows: 0, events, blobs: [], head, create }]);
  const database = new DatabaseSync(path);
  database.exec("UPDATE events SET body = '{\"half' WHERE n = 2");
  database.close();
  expect(await store.readEvents('r', { after: 0, limit: 1 })).toHaveLength(1);
  await expect(store.readEvents('r', { after: 0, limit: 10 })).rejects.toMatchObject({
    code: 'store_damaged',
    message: expect.stringContaining('event 2 of run r'),
  });
  await store.close();
});

test('a full disk refuses the write, keeps what was there, and works again when there is room', async () => {
  const path = join(folder, 'runs.db');
  await openStore(path).close();
  const database = openDatabase(path);
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
  database.close();
  const store = openStore(path, { maxPages: pages + 2 });
  const create = { pipeline: 'p', version: '1', definition: 'd', labels: {} };
  const head = { status: 'running', isDegraded: false, isReleased: true } as const;
  const append = (runId: string, text: string) =>
    store.append([
      { runId, owner: 'w', follows: 0, events: [], blobs: [{ hash: runId, text }], head, create },
    ]);
  await append('small', '"x"');
  await expect(append('large', `"${'x'.repeat(100_000)}"`)).rejects.toMatchObject({
    code: 'store_full',
    isRetryable: true,
  });
  expect(await store.getRun('large')).toBeUndefined();
  expect((await store.listRuns({})).total).toBe(1);
  await append('another', '"y"');
  expect((await store.listRuns({})).total).toBe(2);
  await store.close();
});
