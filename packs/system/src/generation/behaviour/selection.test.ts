import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const page = readFileSync(new URL('../../../../../docs/blueprint/queries.md', import.meta.url), 'utf8');
const library = /```yaml\n(millwright: 1\nname: stacks\n[\s\S]*?)```/.exec(page)?.[1] ?? '';

describe.each(storages)('partial answers on %s', (storage) => {
  let system: RunningSystem;
  let path = '';
  beforeAll(async () => {
    system = await startSystem(library.replace('name: stacks\n', `name: stacks\nstorage: ${storage}\n`));
    const book = { title: 'Ulysses', author: 'Joyce', pages: 730, shelf: 'A1' };
    path = (await system.send('POST', '/books', book)).headers.get('location') ?? '';
    await system.send('POST', '/loans', { book: path.split('/').at(-1), reader: 'Ida' });
  });
  afterAll(() => system.stop());

  test('a record is answered with the fields that are asked for', async () => {
    const answer = await system.send('GET', `${path}?fields=title,isLong`);
    expect(answer.body).toEqual({ title: 'Ulysses', isLong: true });
    expect(answer.headers.get('etag')).toBe('"1"');
    const known = await system.send('GET', `${path}?fields=title`, undefined, { 'if-none-match': '"1"' });
    expect(known.status).toBe(304);
    expect(Object.keys((await system.send('GET', path)).body as object)).toContain('author');
  });

  test('so are lists, in envelopes too, and operations of one’s own', async () => {
    const list = await system.send('GET', '/books?fields=pages&sort=-title&limit=5');
    expect(list.body).toEqual({ items: [{ pages: 730 }], total: 1, limit: 5, offset: 0 });
    expect((await system.send('GET', '/loans?fields=reader')).body).toEqual([{ reader: 'Ida' }]);
    expect((await system.send('GET', '/long-books?fields=title')).body).toEqual([{ title: 'Ulysses' }]);
  });

  test.each(['fields=', 'fields=colour', 'fields=shelf', 'fields=title,'])(
    '?%s is refused',
    async (query) => {
      for (const address of [path, '/books', '/loans', '/long-books'])
        expect(await system.send('GET', `${address}?${query}`)).toMatchObject({
          status: 400,
          body: { code: 'invalid_input' },
        });
    },
  );
});
