import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBlueprint } from '../../../../blueprint/read-blueprint.ts';
import { lower } from '../../../../lowering/lower.ts';
import { postgresPrograms } from '../../../../proof/database/postgres.testkit.ts';
import { type PostgresServer, startPostgres } from '../../../../proof/database/postgres-server.ts';
import { awkwardNames, helpers, workshop } from '../../../testing/sample-blueprints.ts';
import { stageSystems } from '../../../testing/staged-system.ts';

const repository = join(import.meta.dirname, '../../../../../../..');
const tool = (name: string) => join(repository, 'node_modules/.bin', name);
const folder = mkdtempSync(join(tmpdir(), 'postgres-systems-'));
const staged = join(folder, 'staged');
const models = [
  workshop('memory'),
  workshop('postgresql'),
  helpers('postgresql'),
  awkwardNames('postgresql'),
].map((blueprint) => lower(readBlueprint(blueprint)));
const [memoryRoot = '', workshopRoot = '', ...otherRoots] = stageSystems(staged, models);
const roots = [workshopRoot, ...otherRoots];
afterAll(() => rmSync(folder, { recursive: true }));

/** What a program in the staged folder complains about. */
function complaints(
  command: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): string {
  const { status, stdout, stderr } = spawnSync(command, parameters, {
    cwd: staged,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return status === 0 ? '' : stdout + stderr;
}

test('systems on PostgreSQL pass the type checker and the linter', () => {
  const output = complaints(tool('tsc'), ['-p', '.']);
  expect(output.split('\n').filter((line) => line.startsWith('system-'))).toEqual([]);
  expect(complaints(tool('oxlint'), roots)).toBe('');
});

describe.skipIf(postgresPrograms === undefined)('with a server', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(postgresPrograms ?? '', ['raced']);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('their unit tests pass', () => {
    const tests = roots.map((root) => join(root, 'test/unit/*.test.ts'));
    const options = ['--test', '--test-isolation=none', '--test-reporter=tap', ...tests];
    const output = complaints(process.execPath, options, { TEST_DATABASE_URL: server.url() });
    expect(output.split('\n').filter((line) => /^\s*not ok|error:/.test(line))).toEqual([]);
  });

  test('they answer every sequence of operations as systems in memory do', () => {
    const script = join(import.meta.dirname, '../../../testing/compare-storages.ts');
    const environment = { TEST_DATABASE_URL: server.url() };
    expect(complaints(process.execPath, [script, memoryRoot, workshopRoot, '40'], environment)).toBe('');
  });

  test('what several processes do at the same time breaks no rule', () => {
    const script = join(import.meta.dirname, '../../../testing/race-processes.ts');
    expect(complaints(process.execPath, [script, workshopRoot, server.url('raced')])).toBe('');
  });

  test('a server that cannot be reached is named, without its password', () => {
    const url = 'postgres://ada:hunter2@127.0.0.1:9/nothing?connect_timeout=1';
    const script = `
      import { openPool } from ${JSON.stringify(join(workshopRoot, 'src/storage/pool.ts'))};
      const error = await openPool(${JSON.stringify(url)}, 0).catch((error) => error);
      if (error.code !== 'database_unreachable') throw error;
      if (!error.message.includes('127.0.0.1:9/nothing') || error.message.includes('hunter2')) throw error;`;
    expect(complaints(process.execPath, ['--input-type=module', '-e', script])).toBe('');
  });
});
