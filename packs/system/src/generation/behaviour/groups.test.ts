import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const page = readFileSync(new URL('../../../../../docs/blueprint/queries.md', import.meta.url), 'utf8');
const blueprint = /## Groups[\s\S]*?```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

describe.each(storages)('groups on %s', (storage) => {
  let system: RunningSystem;
  let ann = '';
  beforeAll(async () => {
    system = await startSystem(blueprint.replace('name: sales\n', `name: sales\nstorage: ${storage}\n`));
    const create = async (path: string, body: object) =>
      ((await system.send('POST', path, body)).body as { id: string }).id;
    ann = await create('/customers', { name: 'Ann' });
    const bob = await create('/customers', { name: 'Bob' });
    for (const [customer, channel, amount, placedAt] of [
      [ann, 'shop', 2, '2031-01-02T10:05:00Z'],
      [ann, 'web', 10, '2031-01-01T10:05:00Z'],
      [bob, 'shop', 30, '2031-01-01T10:55:00Z'],
      [ann, 'web', 7.5, '2031-01-01T10:59:59Z'],
    ]) {
      await create('/orders', { customer, channel, amount, placedAt });
    }
  });
  afterAll(() => system.stop());

  test('are objects of what is common and what is told, in order', async () => {
    const { status, body } = await system.send('GET', '/sales');
    expect(status).toBe(200);
    expect(body).toEqual([
      { day: '2031-01-01', channel: 'shop', orders: 1, total: 30, largest: 30 },
      { day: '2031-01-01', channel: 'web', orders: 2, total: 17.5, largest: 10 },
      { day: '2031-01-02', channel: 'shop', orders: 1, total: 2, largest: 2 },
    ]);
    expect((await system.send('GET', '/sales?since=2031-01-02')).body).toHaveLength(1);
    expect((await system.send('GET', '/sales?top=2')).body).toHaveLength(2);
    expect((await system.send('GET', '/sales?since=2032-01-01')).body).toEqual([]);
  });

  test('can be worked with', async () => {
    expect((await system.send('GET', '/customers/best')).body).toEqual({
      best: [
        { name: ['Bob'], total: 30 },
        { name: ['Ann'], total: 19.5 },
      ],
    });
  });

  test('can be stretches of time', async () => {
    expect((await system.send('GET', `/customers/${ann}/hours`)).body).toEqual({
      customer: 'Ann',
      hours: [
        { from: '2031-01-01T10:00:00.000Z', orders: 2 },
        { from: '2031-01-02T10:00:00.000Z', orders: 1 },
      ],
    });
  });
});
