import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: board
storage: ${storage}
types:
  Move: { card: text 1..20, by: integer = 1 }
entities:
  Person: { fields: { name: text 1..40 } }
  Card:
    fields: { title: text 1..40, points: integer 0.. = 3, note: text?, who: Person? }
    api: [list]
operations:
  addCards:
    http: POST /cards/bulk
    input: Card[] 1..5
    do:
      - each: item in input
        do:
          - create: Card as card
            set: { title: item.title, points: item.points, note: item.note, who: item.who }
        collect: card.id
        as: ids
    answer: { status: 201, body: { created: size(input), ids: ids } }
  addMoves:
    http: POST /moves
    input: "Move[] ..3"
    answer: { body: { total: "sum(input.map(m, m.by))", cards: "input.map(m, m.card)" } }
  addWords:
    http: PUT /words
    input: "text[] 1..3"
    answer: { value: "input" }
`;

describe.each(storages)('bodies that are lists, kept in %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage));
  });
  afterAll(() => system.stop());

  test('a list of what records are made from', async () => {
    const body = [{ title: 'One' }, { title: 'Two', points: 5, note: 'Soon' }];
    const added = await system.send('POST', '/cards/bulk', body);
    expect(added).toMatchObject({ status: 201, body: { created: 2 } });
    expect((await system.send('GET', '/cards')).body).toMatchObject([
      { title: 'One', points: 3, note: null },
      { title: 'Two', points: 5, note: 'Soon' },
    ]);
  });

  test.each([
    [[], ''],
    [{}, ''],
    [[{ title: '' }], '0.title'],
    [[{ title: 'A' }, {}], '1.title'],
    [[{ title: 'A', id: 'x' }], '0.id'],
    [['A'], '0'],
  ])('%j is refused', async (body, field) => {
    const before = await system.send('GET', '/cards');
    const refused = await system.send('POST', '/cards/bulk', body);
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_input', errors: [{ field }] } });
    expect((await system.send('GET', '/cards')).body).toEqual(before.body);
  });

  test('one item that fails undoes them all', async () => {
    const before = await system.send('GET', '/cards');
    const who = '0b6fcd3e-4b5a-4f5c-8a43-3c9d4d0f1b2a';
    const refused = await system.send('POST', '/cards/bulk', [{ title: 'A' }, { title: 'B', who }]);
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', errors: [{ field: 'who' }] },
    });
    expect((await system.send('GET', '/cards')).body).toEqual(before.body);
  });

  test('lists of named types and of values', async () => {
    const moves = await system.send('POST', '/moves', [{ card: 'a' }, { card: 'b', by: 4 }]);
    expect(moves.body).toEqual({ total: 5, cards: ['a', 'b'] });
    expect((await system.send('POST', '/moves', [])).body).toEqual({ total: 0, cards: [] });
    expect((await system.send('PUT', '/words', ['a', 'b'])).body).toEqual(['a', 'b']);
    expect((await system.send('PUT', '/words', ['a', 1])).body).toMatchObject({ errors: [{ field: '1' }] });
  });
});
