import { existsSync } from 'node:fs';
import { processGroupSandbox } from '@millwright/factory';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { acceptanceTestsCheck, unitTestsCheck } from '../testing/test-checks.ts';
import { bootCheck } from '../running/boot-check.ts';
import type { ProofContext } from '../proof-context.ts';
import { sampleModel } from '../sample-system.testkit.ts';
import type { StagedSystem } from '../staging/stage-system.ts';
import { postgresPrograms } from './postgres.testkit.ts';
import { startPostgres } from './postgres-server.ts';
import { prepareData } from './proof-database.ts';

const stage: StagedSystem = {
  folder: '/nowhere/system',
  scratch: '/nowhere/scratch',
  findings: [],
  environment: {},
  [Symbol.asyncDispose]: async () => undefined,
};
const onPostgres = { ...sampleModel, storage: { kind: 'postgresql' } as const };

test('without a server, what needs one is skipped and says what to install', async () => {
  await using services = new AsyncDisposableStack();
  const data = await prepareData(onPostgres, stage, processGroupSandbox, services, '');
  expect(data.missing?.why).toMatch(/PostgreSQL.*apt-get install postgresql/);
  const context = { stage, missingData: data.missing } as unknown as ProofContext;
  expect(bootCheck.appliesTo(context)).toEqual(data.missing);
  expect(unitTestsCheck.appliesTo(context)).toEqual(data.missing);
  expect(acceptanceTestsCheck.needs).toContain(bootCheck.name);
});

test('systems that need no server get none', async () => {
  await using services = new AsyncDisposableStack();
  const data = await prepareData(sampleModel, stage, processGroupSandbox, services, '');
  expect(data.missing).toBeUndefined();
  expect(data.environmentOf('used')).toEqual({ DATA_FILE: '/nowhere/scratch/used.sqlite' });
});

describe.skipIf(postgresPrograms === undefined)('a server', () => {
  test('is there for one role that cannot leave it, and gone afterwards', async () => {
    let folder = '';
    {
      await using server = await startPostgres(postgresPrograms ?? '', ['boot', 'used']);
      folder = server.socketFolder;
      const client = new pg.Client({ connectionString: server.url('used') });
      await client.connect();
      const { rows } = await client.query('SELECT current_schema() AS schema');
      expect(rows).toEqual([{ schema: 'used' }]);
      await expect(client.query("COPY (SELECT 1) TO PROGRAM 'true'")).rejects.toMatchObject({
        code: '42501',
      });
      await expect(client.query("SELECT pg_read_file('/etc/hostname')")).rejects.toMatchObject({
        code: '42501',
      });
      await client.end();
      const other = new pg.Client({ connectionString: server.url().replace('user=system', 'user=postgres') });
      await expect(other.connect()).rejects.toMatchObject({ code: '28000' });
    }
    expect(existsSync(folder)).toBe(false);
  });
});
