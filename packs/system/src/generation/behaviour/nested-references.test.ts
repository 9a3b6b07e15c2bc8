import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: web-shop
storage: ${storage}
entities:
  Product:
    fields: { name: text 1..40 }
  Order:
    fields:
      gift: { type: "object?", fields: { product: Product?, note: text? } }
      lines:
        type: object[] 0..9
        fields:
          product: Product
          extras: { type: "object[] 0..3", fields: { products: "Product[] = []" } }
`;

describe.each(storages)('ids inside objects on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage));
  });
  afterAll(() => system.stop());

  const product = async () =>
    ((await system.send('POST', '/products', { name: 'P' })).body as { id: string }).id;

  test('keep their records from being deleted, at any depth, until the last is gone', async () => {
    const [gift, bought, extra, free] = [await product(), await product(), await product(), await product()];
    const made = await system.send('POST', '/orders', {
      gift: { product: gift },
      lines: [
        { product: bought, extras: [] },
        { product: bought, extras: [{ products: [] }, { products: [extra] }] },
      ],
    });
    expect(made).toMatchObject({ status: 201 });
    expect(await system.send('POST', '/orders', { lines: [] })).toMatchObject({ status: 201 });
    for (const id of [gift, bought, extra]) {
      const refused = await system.send('DELETE', `/products/${id}`);
      expect(refused).toMatchObject({ status: 409, body: { code: 'in_use' } });
      expect(await system.send('GET', `/products/${id}`)).toMatchObject({ status: 200 });
    }
    expect(await system.send('DELETE', `/products/${free}`)).toMatchObject({ status: 204 });
    const order = (made.body as { id: string }).id;
    await system.send('PATCH', `/orders/${order}`, { gift: null });
    expect(await system.send('DELETE', `/products/${gift}`)).toMatchObject({ status: 204 });
    await system.send('DELETE', `/orders/${order}`);
    expect(await system.send('DELETE', `/products/${bought}`)).toMatchObject({ status: 204 });
    expect(await system.send('DELETE', `/products/${extra}`)).toMatchObject({ status: 204 });
  });
});
