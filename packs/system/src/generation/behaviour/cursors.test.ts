import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const page = readFileSync(new URL('../../../../../docs/blueprint/queries.md', import.meta.url), 'utf8');
const blueprint = /## Pages after a record[\s\S]*?```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

interface Entry {
  readonly id: string;
  readonly text: string;
}

describe.each(storages)('cursors on %s', (storage) => {
  let system: RunningSystem;
  let ids: readonly string[] = [];
  const write = async (text: string, level: number) =>
    ((await system.send('POST', '/entries', { text, level })).body as Entry).id;
  beforeAll(async () => {
    system = await startSystem(blueprint.replace('name: journal\n', `name: journal\nstorage: ${storage}\n`));
    for (const [text, level] of [
      ['a', 3],
      ['b', 5],
      ['c', 3],
      ['d', 1],
      ['e', 3],
    ] as const) {
      ids = [...ids, await write(text, level)];
    }
  });
  afterAll(() => system.stop());

  const read = async (path: string) => {
    const { status, body, headers } = await system.send('GET', path);
    const link = headers.get('link');
    return {
      status,
      texts: status === 200 ? (body as Entry[]).map(({ text }) => text) : [],
      next: link === null ? undefined : /^<(\/.*)>; rel="next"$/.exec(link)?.[1],
      cursor: headers.get('x-next-cursor'),
    };
  };

  test('links lead through all pages, equal values in order of creation', async () => {
    const first = await read('/entries?limit=2&sort=level');
    expect(first).toMatchObject({ status: 200, texts: ['d', 'a'] });
    expect(first.next).toContain(`limit=2&sort=level&cursor=${first.cursor}`);
    const second = await read(first.next ?? '');
    expect(second.texts).toEqual(['c', 'e']);
    const third = await read(second.next ?? '');
    expect(third).toMatchObject({ texts: ['b'], next: undefined, cursor: null });
    const filtered = await read('/entries?limit=2&sort=-level&levelFrom=3');
    expect(filtered.texts).toEqual(['b', 'a']);
    expect((await read(filtered.next ?? '')).texts).toEqual(['c', 'e']);
  });

  test('what comes and goes in between moves nothing', async () => {
    const first = await read('/entries?limit=3');
    expect(first.texts).toEqual(['a', 'b', 'c']);
    for (const index of [0, 2]) await system.send('DELETE', `/entries/${ids[index]}`);
    await write('f', 2);
    expect((await read(first.next ?? '')).texts).toEqual(['d', 'e', 'f']);
  });

  test('broken cursors, those of another order and offsets are refused', async () => {
    const { cursor } = await read('/entries?limit=1&sort=level');
    for (const query of [
      'cursor=broken',
      'cursor=',
      `cursor=${Buffer.from('[]').toString('base64url')}`,
      `cursor=${cursor}&sort=text`,
      'offset=1',
    ]) {
      const { status, body } = await system.send('GET', `/entries?${query}`);
      expect({ query, status, body }).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    }
    expect((await system.send('GET', '/authors?offset=0')).status).toBe(200);
  });

  test('an envelope and a written answer tell the cursor', async () => {
    expect((await system.send('GET', '/comments')).body).toEqual({ items: [], nextCursor: null });
    const { body } = await system.send('GET', '/timeline?limit=1');
    const { data, next } = body as { data: Entry[]; next: string };
    expect(data).toMatchObject([{ text: 'e' }]);
    const rest = await system.send('GET', `/timeline?limit=1&cursor=${next}`);
    expect(rest.body).toMatchObject({ data: [{ text: 'b' }], next: null });
  });
});
