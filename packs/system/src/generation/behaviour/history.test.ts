import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: wiki
storage: ${storage}
types:
  Line: { product: Shelf, count: integer }
access:
  accounts: { of: User, login: email, roles: role }
  default: anyone
entities:
  User:
    fields: { email: email unique, password: password, role: guest | editor = guest }
  Shelf:
    fields: { name: text 1..40 }
  Page:
    fields:
      slug: text 1..40 unique ignoring case
      shelf: Shelf? on delete clear
      lines: Line[] ..5 = []
      note: text? hidden
      isLong: { type: boolean, computed: size(record.slug) > 5 }
    states: { values: [draft, live], actions: { publish: draft -> live } }
    softDelete: true
    versions: { history: true }
    visible: "record.slug != 'secret' || actor != null"
    paging: cursor
    api: [create, list, read, update, delete, restore]
  Order:
    fields: { sku: text, count: integer = 1 }
    envelope: true
    versions: { ifMatch: required, history: true }
    api: { create: {}, read: { access: editor }, update: {}, delete: {} }
operations:
  revert:
    http: POST /pages/{page}/revert
    input: { to: integer 1.. }
    do:
      - load: Page as page
      - load: PageVersion as earlier
        by: { recordId: page.id, version: input.to }
      - update: page
        set: { slug: earlier.slug }
`;

describe.each(storages)('the versions of records on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage));
  });
  afterAll(() => system.stop());

  const make = async (path: string, body: Record<string, unknown>) => {
    const answer = await system.send('POST', path, body);
    expect(answer).toMatchObject({ status: 201 });
    return (answer.body as { id: string }).id;
  };
  const versionsOf = async (path: string, query = '') =>
    (await system.send('GET', `${path}/versions${query}`)).body as Record<string, unknown>[];

  test('are told as the records that they were, the newest first', async () => {
    const shelf = await make('/shelves', { name: 'Top' });
    const other = await make('/shelves', { name: 'Product' });
    const id = await make('/pages', { slug: 'one', shelf, note: 'x', lines: [{ product: other, count: 2 }] });
    const created = (await system.send('GET', `/pages/${id}`)).body;
    await system.send('PATCH', `/pages/${id}`, { slug: 'longer', lines: [] });
    await system.send('POST', `/pages/${id}/publish`);
    // Versions refer to what may be deleted.
    expect(await system.send('DELETE', `/shelves/${other}`)).toMatchObject({ status: 204 });
    expect(await system.send('DELETE', `/shelves/${shelf}`)).toMatchObject({ status: 204 });
    const present = (await system.send('GET', `/pages/${id}`)).body;
    const all = await versionsOf(`/pages/${id}`);
    expect(all.map(({ version }) => version)).toEqual([4, 3, 2, 1]);
    expect(all[0]).toEqual(present);
    expect(all[1]).toMatchObject({ status: 'live', shelf, isLong: true });
    expect(all[3]).toEqual(created);
    expect(await system.send('GET', `/pages/${id}/versions/1`)).toMatchObject({ status: 200, body: created });
    for (const absent of ['0', '5', 'x', '-1'])
      expect(await system.send('GET', `/pages/${id}/versions/${absent}`)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
  });

  test('are paged as the lists of their records are', async () => {
    const id = await make('/pages', { slug: 'paged' });
    for (const slug of ['paged2', 'paged3']) await system.send('PATCH', `/pages/${id}`, { slug });
    const first = await system.send('GET', `/pages/${id}/versions?limit=2`);
    expect(first.body).toMatchObject([{ version: 3 }, { version: 2 }]);
    const cursor = first.headers.get('x-next-cursor');
    expect(await versionsOf(`/pages/${id}`, `?limit=2&cursor=${cursor}`)).toMatchObject([{ version: 1 }]);
    expect(await versionsOf(`/pages/${id}`, '?sort=version&limit=1')).toMatchObject([{ version: 1 }]);
  });

  test('go and come with a record that is kept, and are read by steps', async () => {
    const id = await make('/pages', { slug: 'kept' });
    await system.send('PATCH', `/pages/${id}`, { slug: 'changed' });
    await system.send('DELETE', `/pages/${id}`);
    expect(await system.send('GET', `/pages/${id}/versions`)).toMatchObject({ status: 404 });
    await system.send('POST', `/pages/${id}/restore`);
    expect(await versionsOf(`/pages/${id}`)).toHaveLength(3);
    const reverted = await system.send('POST', `/pages/${id}/revert`, { to: 1 });
    expect(reverted).toMatchObject({ status: 200, body: { slug: 'kept', version: 4 } });
    expect(await system.send('POST', `/pages/${id}/revert`, { to: 9 })).toMatchObject({ status: 404 });
  });

  test('are seen by those who see the record, and end with it', async () => {
    const id = await make('/pages', { slug: 'secret' });
    expect(await system.send('GET', `/pages/${id}/versions`)).toMatchObject({ status: 404 });
    expect(await system.send('GET', `/pages/${id}/versions/1`)).toMatchObject({ status: 404 });
    const order = await make('/orders', { sku: 'a' });
    expect(await system.send('GET', `/orders/${order}/versions`)).toMatchObject({ status: 401 });
    expect(await system.send('PATCH', `/orders/${order}`, { count: 2 })).toMatchObject({ status: 428 });
    const change = () => system.send('PATCH', `/orders/${order}`, { count: 2 }, { 'if-match': '"1"' });
    const race = await Promise.all(Array.from({ length: 8 }, change));
    expect(race.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await system.send('DELETE', `/orders/${order}`, undefined, { 'if-match': '"2"' })).toMatchObject({
      status: 204,
    });
  });
});
