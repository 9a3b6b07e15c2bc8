import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: tickets
storage: ${storage}
types:
  Level: small | medium | large
entities:
  Step:
    fields: { name: text, level: Level? }
    paging: cursor
  Ticket:
    fields:
      title: text 1..40 unique
      priority: urgent | high | 'in doubt' | low
      size: Level?
    states:
      values: [open, doing, closed]
      actions: { begin: open -> doing, close: doing -> closed }
    sort: -priority
operations:
  overview:
    http: GET /overview
    do:
      - list: Ticket as tickets
        sort: size
      - load: Ticket as first
        where: record.title != ''
        sort: priority
      - group: Ticket as groups
        by: { priority: record.priority }
        sort: priority
    answer:
      body:
        titles: tickets.map(t, t.title)
        most: first.title
        byPriority: tickets.sortBy(t, t.priority).map(t, t.title)
        bySize: tickets.sortByDescending(t, t.size).map(t, t.title)
        priorities: sort(tickets.map(t, t.priority))
        groups: groups.map(g, g.priority)
`;

describe.each(storages)('the order of enumerations on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage));
    const tickets = [
      { title: 'A', priority: 'low', size: 'large' },
      { title: 'B', priority: 'urgent', size: 'small' },
      { title: 'C', priority: 'in doubt' },
      { title: 'D', priority: 'high', size: 'medium' },
    ];
    for (const ticket of tickets)
      expect(await system.send('POST', '/tickets', ticket)).toMatchObject({ status: 201 });
  });
  afterAll(() => system.stop());

  const titles = async (query: string) =>
    ((await system.send('GET', `/tickets${query}`)).body as { title: string }[])
      .map(({ title }) => title)
      .join('');

  test('is that in which their values are declared, in lists', async () => {
    expect(await titles('')).toBe('ACDB');
    expect(await titles('?sort=priority')).toBe('BDCA');
    expect(await titles('?sort=size')).toBe('CBDA');
    expect(await titles('?sort=-size')).toBe('ADBC');
    expect(await titles('?sort=priority&limit=2&offset=1')).toBe('DC');
    expect(await titles('?sort=title')).toBe('ABCD');
  });

  test('is the same for states', async () => {
    const [first] = (await system.send('GET', '/tickets?title=A')).body as { id: string }[];
    await system.send('POST', `/tickets/${first?.id}/begin`);
    expect(await titles('?sort=status')).toBe('BCDA');
    await system.send('POST', `/tickets/${first?.id}/close`);
    expect(await titles('?sort=-status')).toBe('ABCD');
  });

  test('is the same where pages begin after a cursor whose records are gone', async () => {
    const ids: string[] = [];
    for (const level of ['large', 'small', null, 'medium', 'small'])
      ids.push(((await system.send('POST', '/steps', { name: 'S', level })).body as { id: string }).id);
    const page = async (cursor: string) => {
      const { body, headers } = await system.send('GET', `/steps?sort=level&limit=2${cursor}`);
      const levels = (body as { level: string | null }[]).map(({ level }) => level);
      return { levels, next: `&cursor=${headers.get('x-next-cursor')}` };
    };
    const first = await page('');
    expect(first.levels).toEqual([null, 'small']);
    await system.send('DELETE', `/steps/${ids[1]}`);
    const second = await page(first.next);
    expect(second.levels).toEqual(['small', 'medium']);
    expect((await page(second.next)).levels).toEqual(['large']);
  });

  test('is the same where operations and expressions sort', async () => {
    expect((await system.send('GET', '/overview')).body).toEqual({
      titles: ['C', 'B', 'D', 'A'],
      most: 'B',
      byPriority: ['B', 'D', 'C', 'A'],
      bySize: ['A', 'D', 'B', 'C'],
      priorities: ['urgent', 'high', 'in doubt', 'low'],
      groups: ['urgent', 'high', 'in doubt', 'low'],
    });
  });
});
