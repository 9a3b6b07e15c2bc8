import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: wiki
storage: ${storage}
entities:
  Shelf:
    fields: { name: text 1..40 }
  Page:
    fields:
      slug: text 1..40 unique ignoring case
      shelf: Shelf? on delete clear
    softDelete: true
    versions: true
    api: [create, list, read, update, delete, restore]
  Note:
    fields: { text: text 1..40, page: Page on delete cascade }
    softDelete: true
    api: [create, list, read, update, delete, restore]
`;

describe.each(storages)('deleted records on %s', (storage) => {
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
  const restore = (path: string) => system.send('POST', `${path}/restore`);

  test('are brought back as they were, with a new version', async () => {
    const id = await make('/pages', { slug: 'home' });
    expect(await restore(`/pages/${id}`)).toMatchObject({ status: 409, body: { code: 'not_deleted' } });
    await system.send('DELETE', `/pages/${id}`);
    const answer = await restore(`/pages/${id}`);
    expect(answer).toMatchObject({ status: 200, body: { id, slug: 'home', deletedAt: null } });
    expect(answer.headers.get('etag')).toBe(`"${(answer.body as { version: number }).version}"`);
    expect(await system.send('GET', `/pages/${id}`)).toMatchObject({ status: 200, body: answer.body });
    expect((await system.send('GET', '/pages')).body).toHaveLength(1);
    expect(await system.send('POST', '/pages', { slug: 'HOME' })).toMatchObject({ status: 409 });
  });

  test('stay deleted when another has taken their key, and those that never were are not there', async () => {
    const id = await make('/pages', { slug: 'about' });
    await system.send('DELETE', `/pages/${id}`);
    const other = await make('/pages', { slug: 'About' });
    expect(await restore(`/pages/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'not_unique', errors: [{ field: 'slug' }] },
    });
    expect(await system.send('GET', `/pages/${id}`)).toMatchObject({ status: 404 });
    await system.send('DELETE', `/pages/${other}`);
    expect(await restore(`/pages/${id}`)).toMatchObject({ status: 200 });
    expect(await restore('/pages/5a3c1e00-0000-4000-8000-000000000000')).toMatchObject({ status: 404 });
  });

  test('are not brought back without what they refer to', async () => {
    const page = await make('/pages', { slug: 'notes' });
    const note = await make('/notes', { text: 'A', page });
    await system.send('DELETE', `/pages/${page}`);
    expect(await system.send('GET', `/notes/${note}`)).toMatchObject({ status: 404 });
    expect(await restore(`/notes/${note}`)).toMatchObject({
      status: 409,
      body: { code: 'unknown_reference' },
    });
    await restore(`/pages/${page}`);
    expect(await restore(`/notes/${note}`)).toMatchObject({ status: 200, body: { page } });
  });

  test('come back without a reference that would have been emptied', async () => {
    const shelf = await make('/shelves', { name: 'A' });
    const id = await make('/pages', { slug: 'shelved', shelf });
    await system.send('DELETE', `/pages/${id}`);
    expect(await restore(`/pages/${id}`)).toMatchObject({ status: 200, body: { shelf } });
    await system.send('DELETE', `/pages/${id}`);
    await system.send('DELETE', `/shelves/${shelf}`);
    expect(await restore(`/pages/${id}`)).toMatchObject({ status: 200, body: { shelf: null } });
  });

  test('of many attempts at once one succeeds', async () => {
    const id = await make('/pages', { slug: 'race' });
    await system.send('DELETE', `/pages/${id}`);
    const answers = await Promise.all(Array.from({ length: 10 }, () => restore(`/pages/${id}`)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9);
  });
});
