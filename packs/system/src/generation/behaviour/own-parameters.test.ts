import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: press
storage: ${storage}
entities:
  Article:
    fields: { title: text 1..40, section: news | sports = news, reads: integer = 0 }
operations:
  articlesUpTo:
    http: GET /up-to
    query: { reads: integer?, section: (news | sports)? }
    do:
      - list: Article as articles
        where: query.reads == null || record.reads <= query.reads
        sort: title
`;

describe.each(storages)('query parameters with the names of filters on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage));
    for (const article of [
      { title: 'A', reads: 1 },
      { title: 'B', reads: 5, section: 'sports' },
      { title: 'C', reads: 9 },
    ]) {
      expect(await system.send('POST', '/articles', article)).toMatchObject({ status: 201 });
    }
  });
  afterAll(() => system.stop());

  test.each([
    ['', ['A', 'B', 'C']],
    ['?reads=5', ['A', 'B']],
    ['?section=sports', ['B']],
    ['?reads=5&section=news', ['A']],
    ['?readsFrom=5', ['B', 'C']],
  ])('mean what the operation makes of them: %s', async (query, titles) => {
    const { body } = await system.send('GET', `/up-to${query}`);
    expect((body as { title: string }[]).map(({ title }) => title)).toEqual(titles);
  });
});
