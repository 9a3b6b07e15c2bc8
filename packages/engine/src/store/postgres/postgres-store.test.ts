import { afterAll, beforeAll, describe } from 'vitest';
import { expect, test } from 'vitest';
import { isPostgresInstalled, startPostgres } from '../../testing/postgres-server.ts';
import { describeStore } from '../store.testsuite.ts';
import { openPostgresStore } from './postgres-store.ts';

describe.skipIf(!isPostgresInstalled())('with a PostgreSQL server', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let schemas = 0;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  const open = () => {
    schemas += 1;
    return openPostgresStore({ connectionString: server.url, schema: `s${schemas}` });
  };

  describeStore('the PostgreSQL store', open);

  test('two that open the same schema at once agree on its layout', async () => {
    const options = { connectionString: server.url, schema: 'shared' };
    const stores = await Promise.all([openPostgresStore(options), openPostgresStore(options)]);
    for (const store of stores) expect(await store.listRuns({})).toEqual({ runs: [], total: 0 });
    for (const store of stores) await store.close();
  });
});

test('a server that does not answer gets a clear error', async () => {
  await expect(
    openPostgresStore({ connectionString: 'postgres://nobody@127.0.0.1:1/none' }),
  ).rejects.toMatchObject({
    code: 'store_unavailable',
  });
});
