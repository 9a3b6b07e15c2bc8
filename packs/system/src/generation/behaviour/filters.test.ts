import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const page = readFileSync(new URL('../../../../../docs/blueprint/queries.md', import.meta.url), 'utf8');
const blueprint = /## Filters[\s\S]*?```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

describe.each(storages)('filters on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(
      blueprint.replace('name: catalogue\n', `name: catalogue\nstorage: ${storage}\n`),
    );
    for (const product of [
      { name: 'Desk lamp', category: 'light', maker: 'Acme', price: 5, status: 'active' },
      { name: 'LAMPSHADE 100%', category: 'light', maker: 'Brix', price: 10, status: 'sold' },
      { name: 'Chair', category: 'seat', maker: 'Acme', price: 10.01 },
    ]) {
      expect((await system.send('POST', '/products', product)).status).toBe(201);
    }
  });
  afterAll(() => system.stop());

  test.each([
    ['nameContains=lamp', ['Desk lamp', 'LAMPSHADE 100%']],
    ['nameContains=%25', ['LAMPSHADE 100%']],
    ['priceFrom=5.5&priceTo=10', ['LAMPSHADE 100%']],
    ['statusIn=active,sold', ['Desk lamp', 'LAMPSHADE 100%']],
    ['statusIn=draft', ['Chair']],
    ['status=sold', ['LAMPSHADE 100%']],
    ['brand=Acme&category=light', ['Desk lamp']],
  ])('%s', async (query, names) => {
    const { body, headers } = await system.send('GET', `/products?${query}`);
    expect((body as { name: string }[]).map(({ name }) => name)).toEqual(names);
    expect(headers.get('x-total-count')).toBe(String(names.length));
  });

  test.each(['price=5', 'maker=Acme', 'name=Chair', 'statusIn=', 'statusIn=active,broken', 'priceFrom=x'])(
    'refuses %s',
    async (query) => {
      expect(await system.send('GET', `/products?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'invalid_input' },
      });
    },
  );
});
