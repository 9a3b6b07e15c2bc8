import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: warehouse
storage: ${storage}
entities:
  Product:
    fields: { name: text 1..80 unique, stock: integer 0..1000 = 0, note: text? }
  Delivery:
    fields: { product: Product on delete cascade, amount: integer 1.. }
    api: [list]
operations:
  restock:
    http: POST /restock
    input: { upTo: integer 1..1000 }
    do:
      - list: Product as products
        where: record.stock < input.upTo
        sort: -stock
      - each: product in products
        do:
          - compute: missing
            value: input.upTo - product.stock
          - increment: product.stock
            by: missing
          - if: missing > 5
            then:
              - create: Delivery as delivery
                set: { product: product.id, amount: missing }
            else:
              - update: product
                set: { note: "'little'" }
        collect: product.stock
        as: stocks
    answer: { body: { stocks: stocks } }
  rename:
    http: POST /rename
    input: { from: text, to: text }
    do:
      - find: Product as product
        by: { name: input.from }
      - if: product != null
        then:
          - update: product
            set: { name: input.to }
      - compute: isKnown
        value: product != null
  cheapest:
    http: GET /least
    query: { under: integer = 100 }
    do:
      - load: Product as product
        where: record.stock < query.under && record.name != ''
        sort: -stock
        else: 404 nothing_left
  first:
    http: GET /first
    query: { most: integer 1..10 = 2 }
    do:
      - list: Product as products
        sort: name
        limit: query.most
    answer: { body: { names: "products.map(p, p.name)" } }
  writeOff:
    http: POST /write-off
    input: { below: integer }
    do:
      - update: Product as changed
        where: record.stock < input.below && record.stock > 0
        set: { stock: record.stock - 1, note: "'was ' + string(record.stock)" }
    answer: { body: { changed: changed } }
  clear:
    http: POST /clear
    do:
      - delete: Product
        where: record.stock == 0
`;

describe.each(storages)('steps on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage));
    for (const [name, stock] of [
      ['a', 0],
      ['b', 7],
      ['c', 9],
      ['d', 30],
    ]) {
      await system.send('POST', '/products', { name, stock });
    }
  });
  afterAll(() => system.stop());

  test('`each` works through a list in its order, `if` chooses, `collect` gathers', async () => {
    const { body } = await system.send('POST', '/restock', { upTo: 10 });
    expect(body).toEqual({ stocks: [10, 10, 10] });
    const deliveries = (await system.send('GET', '/deliveries')).body;
    expect(deliveries).toMatchObject([{ amount: 10 }]);
    const products = (await system.send('GET', '/products?sort=name')).body;
    expect(products).toMatchObject([{ note: null }, { note: 'little' }, { note: 'little' }, { note: null }]);
  });

  test('`find` gives null where there is no such record', async () => {
    expect((await system.send('POST', '/rename', { from: 'zz', to: 'y' })).body).toEqual({ isKnown: false });
    expect((await system.send('POST', '/rename', { from: 'd', to: 'e' })).body).toEqual({ isKnown: true });
    expect((await system.send('POST', '/rename', { from: 'e', to: 'a' })).status).toBe(409);
  });

  test('`load` with `where` reads the first in the order, or refuses', async () => {
    expect((await system.send('GET', '/least')).body).toMatchObject({ name: 'e', stock: 30 });
    expect(await system.send('GET', '/least?under=1')).toMatchObject({
      status: 404,
      body: { code: 'nothing_left' },
    });
  });

  test('a list that is worked with has an order and a limit of its own', async () => {
    expect((await system.send('GET', '/first')).body).toEqual({ names: ['a', 'b'] });
    expect((await system.send('GET', '/first?most=4')).body).toEqual({ names: ['a', 'b', 'c', 'e'] });
  });

  test('`update` and `delete` of an entity reach every record that meets the condition', async () => {
    expect((await system.send('POST', '/write-off', { below: 11 })).body).toEqual({ changed: 3 });
    const { body } = await system.send('GET', '/products?sort=name');
    expect(body).toMatchObject([{ stock: 9, note: 'was 10' }, { stock: 9 }, { stock: 9 }, { stock: 30 }]);
    await system.send('POST', '/products', { name: 'empty' });
    expect((await system.send('POST', '/clear')).status).toBe(204);
    expect((await system.send('GET', '/products')).headers.get('x-total-count')).toBe('4');
  });
});
