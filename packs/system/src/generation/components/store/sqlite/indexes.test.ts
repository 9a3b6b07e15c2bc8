import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBlueprint } from '../../../../blueprint/read-blueprint.ts';
import { lower } from '../../../../lowering/lower.ts';
import { stageSystems } from '../../../testing/staged-system.ts';

const blueprint = `
millwright: 1
name: journal
storage: sqlite
interfaces: { http: { paging: cursor } }
entities:
  Author: { fields: { name: text } }
  Entry:
    fields: { slug: text unique, day: date, author: Author }
    unique: [[author, day]]
    versions: { history: true }
`;

const folder = mkdtempSync(join(tmpdir(), 'indexes-'));
let database: DatabaseSync;
beforeAll(async () => {
  const [root = ''] = stageSystems(join(folder, 'staged'), [lower(readBlueprint(blueprint))]);
  const { Database } = await import(join(root, 'src/storage/database.ts'));
  const path = join(folder, 'data.sqlite');
  new Database(path, { now: () => 0 }).close();
  database = new DatabaseSync(path);
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What SQLite does for the end of a query on all columns of a table. */
function planOf(table: string, rest: string): string {
  const rows = database.prepare(`EXPLAIN QUERY PLAN SELECT * FROM "${table}" ${rest}`).all();
  return rows.map(({ detail }) => detail).join('; ');
}

test.each([
  ['entries', 'WHERE "id" = ?'],
  ['entries', 'WHERE "slug" IS ?'],
  ['entries', 'WHERE "author" IS ?'],
  ['entries', 'WHERE "author" = ? AND "day" = ? AND "id" <> ?'],
  ['entry_versions', 'WHERE "recordId" IS ? AND "version" IS ?'],
  ['entry_versions', 'WHERE "recordId" IS ? ORDER BY "version" DESC, rowid ASC LIMIT 50'],
])('%s %s is found by an index', (table, rest) => {
  expect(planOf(table, rest)).toMatch(/^SEARCH \S+ USING INDEX/);
});

test.each([
  'ORDER BY "createdAt" ASC, rowid ASC LIMIT 50',
  'WHERE ("createdAt" >= ? AND ("createdAt" > ? OR rowid > ?)) ORDER BY "createdAt" ASC, rowid ASC LIMIT 50',
  'WHERE ("createdAt" <= ? AND ("createdAt" < ? OR rowid < ?)) ORDER BY "createdAt" DESC, rowid DESC LIMIT 50',
])('a page %s sorts nothing', (rest) => {
  expect(planOf('entries', rest)).toMatch(/USING INDEX/);
  expect(planOf('entries', rest)).not.toMatch(/TEMP B-TREE/);
});
