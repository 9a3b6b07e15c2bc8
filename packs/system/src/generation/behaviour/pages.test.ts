import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem } from '../testing/running-system.ts';

const page = readFileSync(new URL('../../../../../docs/blueprint/queries.md', import.meta.url), 'utf8');
const blueprint = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

describe.each(['memory', 'sqlite'])('pages on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(
      blueprint.replace('name: magazine\n', `name: magazine\nstorage: ${storage}\n`),
    );
    const author = (
      (await system.send('POST', '/authors', { name: 'Ann', country: 'DE' })).body as { id: string }
    ).id;
    for (const [title, reads, section] of [
      ['Big news', 5, 'news'],
      ['Small news', 9, 'news'],
      ['Opera', 1, 'culture'],
    ]) {
      const publishedAt = `2031-01-0${reads}T10:00:00Z`;
      await system.send('POST', '/articles', { title, reads, section, body: 'Text', author, publishedAt });
    }
  });
  afterAll(() => system.stop());

  test('an envelope tells where the page lies', async () => {
    const { body, headers } = await system.send('GET', '/authors?limit=5');
    expect(body).toMatchObject({ items: [{ name: 'Ann' }], total: 1, limit: 5, offset: 0 });
    expect(headers.get('x-total-count')).toBe('1');
  });

  test('so does that of an operation of one’s own', async () => {
    const { body, headers } = await system.send('GET', '/latest-news?limit=1&offset=1');
    expect(body).toMatchObject({ items: [{ title: 'Big news' }], total: 2, limit: 1, offset: 1 });
    expect(headers.get('x-total-count')).toBe('2');
  });

  test('`total` makes a list in any body a page', async () => {
    const { body } = await system.send('GET', '/search?q=NEWS&limit=1');
    expect(body).toMatchObject({
      data: [{ title: 'Small news', section: 'news' }],
      meta: { total: 2, limit: 1, offset: 0, hasMore: true },
    });
    const last = await system.send('GET', '/search?q=news&limit=1&offset=1&sort=-publishedAt');
    expect(last.body).toMatchObject({ data: [{ title: 'Big news' }], meta: { hasMore: false } });
    expect((await system.send('GET', '/search?q=news&section=culture')).body).toMatchObject({
      meta: { total: 0 },
    });
  });

  test('expressions group what a list holds', async () => {
    expect((await system.send('GET', '/overview')).body).toEqual({
      articles: 3,
      unpublished: 0,
      reads: 15,
      mostReads: 9,
      meanReads: 5,
      sections: [
        { section: 'news', articles: 2 },
        { section: 'culture', articles: 1 },
      ],
    });
  });
});
