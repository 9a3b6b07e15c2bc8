import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: quotes
storage: ${storage}
entities:
  Product: { fields: { price: money 0.. } }
  Offer: { fields: { products: 'Product[] 1..5' } }
operations:
  quote:
    http: POST /quotes
    input: { products: 'Product[] 1..5' }
    do:
      - list: Product as products
        where: record.id in input.products
    answer: { body: { total: 'sum(products.map(p, p.price))' } }
  quoteLines:
    http: POST /line-quotes
    input:
      lines: { type: 'object[] 1..5', fields: { product: Product, instead: Product?, count: integer 1.. = 1 } }
    do:
      - list: Product as products
        where: record.id in input.lines.map(line, line.product)
    answer: { body: { total: 'sum(products.map(p, p.price))', lines: size(input.lines) } }
  spend:
    http: POST /spendings
    input: { products: 'Product[] 1..5' }
    do:
      - each: id in input.products
        do:
          - load: Product as product
            by: id
            else: 409 sold_out
          - delete: product
    answer: 204
`;

describe.each(storages)('ids in lists of a request on %s', (storage) => {
  const nobody = '7a1c2f4e-0000-4000-8000-000000000000';
  let system: RunningSystem;
  let known = '';
  beforeAll(async () => {
    system = await startSystem(blueprint(storage));
    known = ((await system.send('POST', '/products', { price: 5 })).body as { id: string }).id;
  });
  afterAll(() => system.stop());

  const refused = (field: string) => ({
    status: 400,
    body: { code: 'invalid_input', errors: [{ field, code: 'unknown_reference' }] },
  });

  test('must belong to records where no step looks them up', async () => {
    expect(await system.send('POST', '/quotes', { products: [known] })).toMatchObject({
      status: 200,
      body: { total: 5 },
    });
    expect(await system.send('POST', '/quotes', { products: [known, nobody] })).toMatchObject(
      refused('products'),
    );
  });

  test('must belong to records inside of objects too', async () => {
    const ask = (...lines: object[]) => system.send('POST', '/line-quotes', { lines });
    expect(await ask({ product: known })).toMatchObject({ status: 200, body: { total: 5, lines: 1 } });
    expect(await ask({ product: known, instead: known })).toMatchObject({ status: 200 });
    expect(await ask({ product: known }, { product: nobody })).toMatchObject(refused('lines'));
    expect(await ask({ product: known, instead: nobody })).toMatchObject(refused('lines'));
  });

  test('are refused as the operation says where it looks them up by itself', async () => {
    const answer = await system.send('POST', '/spendings', { products: [nobody] });
    expect(answer).toMatchObject({ status: 409, body: { code: 'sold_out' } });
  });
});
