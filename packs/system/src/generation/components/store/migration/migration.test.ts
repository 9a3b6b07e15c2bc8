import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBlueprint } from '../../../../blueprint/read-blueprint.ts';
import { lower } from '../../../../lowering/lower.ts';
import { postgresPrograms } from '../../../../proof/database/postgres.testkit.ts';
import { type PostgresServer, startPostgres } from '../../../../proof/database/postgres-server.ts';
import { stageSystems } from '../../../testing/staged-system.ts';

const first = (storage: string) => `
millwright: 1
name: library
storage: ${storage}
entities:
  Volume:
    fields:
      title: text 1..80 unique
      pages: integer? 1..
      shelf: novel | essay = novel
      notes: text?
      size: { type: object, fields: { width: integer, height: integer } }
  Loan:
    fields: { volume: Volume, reader: text 1..80 }
`;

const second = (storage: string) => `
millwright: 1
name: library
storage: ${storage}
entities:
  Book:
    was: Volume
    fields:
      name: { type: text 1..200 unique ignoring case, was: title }
      pages: number? 0..
      shelf: novel | essay | poetry = novel
      bought: date = today
      isLent: boolean = false
      size: { type: object, fields: { w: { type: integer, was: width }, height: "integer?", depth: "integer?" } }
    states: { values: [shelved, lost], actions: { lose: shelved -> lost } }
  Loan:
    fields: { book: { type: Book on delete cascade, was: volume }, reader: text? ..200, due: datetime? }
  Reader:
    fields: { name: text }
`;

const folder = mkdtempSync(join(tmpdir(), 'migration-'));
afterAll(() => rmSync(folder, { recursive: true }));
const versions = ['sqlite', 'postgresql'].flatMap((storage) => [first(storage), second(storage)]);
const models = versions.map((blueprint) => lower(readBlueprint(blueprint)));
const [sqliteFirst = '', sqliteSecond = '', postgresFirst = '', postgresSecond = ''] = stageSystems(
  join(folder, 'staged'),
  models,
);

function run(script: string, parameters: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, '../../../testing', script), ...parameters],
    { encoding: 'utf8', env: { ...process.env, ...environment } },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const volume = (title: string, pages: number | null) => ({
  title,
  pages,
  shelf: 'essay',
  notes: 'mine',
  size: { width: 10, height: 20 },
});
const before = { volumes: [volume('Emma', 474), volume('Persuasion', null)] };
const records = JSON.stringify({ before, after: ['books', 'loans', 'readers'] });
const today = new Date().toISOString().slice(0, 10);
const book = (name: string, pages: number | null) => ({
  name,
  pages,
  shelf: 'essay',
  bought: today,
  isLent: false,
  size: { w: 10, height: 20, depth: null },
  status: 'shelved',
});

describe('SQLite', () => {
  test('changes of every kind keep the data or change nothing', () => {
    run('migrate-schemas.ts', [sqliteFirst, '', '300']);
  });

  test('a system finds what its earlier version has stored, whoever starts first', () => {
    const file = join(folder, 'data.sqlite');
    const found = JSON.parse(run('upgrade-systems.ts', [sqliteFirst, sqliteSecond, file, records]));
    expect(found).toEqual({
      books: [book('Emma', 474), book('Persuasion', null)],
      loans: [],
      readers: [],
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('data.sqlite.before-'))).not.toEqual([]);
  });
});

describe.skipIf(postgresPrograms === undefined)('PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(postgresPrograms ?? '', ['upgraded']);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('changes of every kind keep the data or change nothing', () => {
    const environment = { TEST_DATABASE_URL: server.url() };
    run('migrate-schemas.ts', [sqliteFirst, postgresFirst, '30'], environment);
  });

  test('a system finds what its earlier version has stored, whoever starts first', () => {
    const place = server.url('upgraded');
    const found = JSON.parse(run('upgrade-systems.ts', [postgresFirst, postgresSecond, place, records]));
    expect(found.books).toEqual([book('Emma', 474), book('Persuasion', null)]);
  });
});
