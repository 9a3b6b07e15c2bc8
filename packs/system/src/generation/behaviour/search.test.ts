import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const page = readFileSync(new URL('../../../../../docs/blueprint/queries.md', import.meta.url), 'utf8');
const blueprint = /## Search[\s\S]*?```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

describe.each(storages)('search on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(
      blueprint.replace('name: cookbook\n', `name: cookbook\nstorage: ${storage}\n`),
    );
    for (const recipe of [
      { title: 'Crème brûlée', method: 'Burn the sugar.', tags: ['dessert', 'French'], minutes: 60 },
      { title: 'Pancakes', tags: ['dessert'], minutes: 20 },
      { title: 'ŒUFS mayonnaise', method: 'Boil; whisk the crème.', minutes: 25 },
    ]) {
      expect((await system.send('POST', '/recipes', recipe)).status).toBe(201);
    }
  });
  afterAll(() => system.stop());

  const found = async (query: string) => {
    const { body, headers } = await system.send('GET', `/recipes?${query}`);
    const titles = (body as { title: string }[]).map(({ title }) => title);
    return { titles, total: Number(headers.get('x-total-count')) };
  };

  test.each([
    ['CRE BRU', ['Crème brûlée']],
    ['creme', ['Crème brûlée', 'ŒUFS mayonnaise']],
    ['dessert french', ['Crème brûlée']],
    ['œufs', ['ŒUFS mayonnaise']],
    ['akes', []],
    ['sugar!', ['Crème brûlée']],
    ['', ['Crème brûlée', 'Pancakes', 'ŒUFS mayonnaise']],
    ["%_'", ['Crème brûlée', 'Pancakes', 'ŒUFS mayonnaise']],
  ])('finds the beginnings of words: %j', async (words, titles) => {
    expect(await found(`q=${encodeURIComponent(words)}`)).toEqual({ titles, total: titles.length });
  });

  test('goes along with pages, order and filters', async () => {
    expect(await found('q=dessert&limit=1&sort=minutes')).toEqual({ titles: ['Pancakes'], total: 2 });
    expect(await found('q=dessert&minutes=60')).toEqual({ titles: ['Crème brûlée'], total: 1 });
    expect((await system.send('GET', `/recipes?q=${'a'.repeat(201)}`)).status).toBe(400);
  });

  test('of a step takes the place of that of the entity', async () => {
    expect((await system.send('GET', '/quick?q=creme')).body).toMatchObject({ total: 0 });
    expect((await system.send('GET', '/quick?q=pan')).body).toMatchObject({ total: 1 });
    expect((await system.send('GET', '/suggestions?begins=fren')).body).toEqual(['Crème brûlée']);
  });
});
