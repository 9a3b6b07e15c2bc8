import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: board
storage: ${storage}
entities:
  Board:
    fields:
      name: text 1..40
      limit: integer 0..10 = 2
      closedOn: date?
      secretPlan: text? hidden
      fee: { type: money, computed: "record.limit / 3.0" }
  Card:
    fields: { board: Board on delete cascade, title: text 1..40, points: integer 0.. = 1 }
operations:
  summary:
    http: GET /boards/{board}/summary
    do:
      - load: Board as board
      - list: Card as cards
        where: record.board == board.id
    answer:
      headers: { X-Cards: size(cards), X-Closed: board.closedOn, X-Name: board.name }
      body:
        board: { id: board.id, title: board.name, isFull: size(cards) >= board.limit }
        cards: "cards.map(c, { title: c.title, worth: { points: c.points, isBig: c.points > 3 } })"
        numbers: [1, size(cards)]
        greeting: "'Hello'"
  whole:
    http: GET /boards/{board}/whole
    do:
      - load: Board as board
      - list: Card as cards
        where: record.board == board.id
    answer:
      body:
        ...: board
        name: board.name.upperAscii()
        cards: cards.without('board', 'createdAt', 'updatedAt')
        short: { ...: "board.only('id', 'fee')", size: size(cards) }
        worth: "cards.map(c, c.only('title').with({ double: c.points * 2 }))"
  titles:
    http: GET /titles
    do:
      - list: Card as cards
    answer: { value: "cards.map(c, c.title)" }
  amount:
    http: GET /amount
    do:
      - count: Card as n
    answer: { value: n }
  firstCard:
    http: GET /first-card
    do:
      - list: Card as cards
    answer: { body: "{ title: cards[0] == null ? null : cards[0].title }" }
  open:
    http: GET /go/{board}
    do:
      - load: Board as board
    answer: { redirect: "'https://example.org/boards/' + board.name" }
  moved:
    http: GET /moved
    answer: { status: 301, redirect: "'/boards'" }
  ping:
    http: GET /ping
    answer: { status: 202, body: { pong: true } }
  quiet:
    http: POST /quiet
    answer: { status: 204, headers: { X-Quiet: "'yes'" } }
  addCard:
    http: POST /boards/{board}/cards
    input: { title: text 1..40, points: integer }
    do:
      - load: Board as board
        else: "410 gone: There is no board \${path.board}"
      - count: Card as taken
        where: record.board == board.id
      - require: taken < board.limit
        else: "409 board_full: \${board.name} holds \${taken} of \${board.limit} cards"
      - if: input.points < 0
        then:
          - refuse: { status: 422, code: too_small, field: points, message: "\${input.points} is below zero" }
      - require: input.points < 100
        else: 503 not_today
      - create: Card
        from: input
        set: { board: board.id }
    answer: { status: 201, headers: { X-Left: board.limit - taken - 1 } }
`;

describe.each(storages)('answers on %s', (storage) => {
  let system: RunningSystem;
  let board: string;
  const addCard = (body: unknown) => system.send('POST', `/boards/${board}/cards`, body);
  beforeAll(async () => {
    system = await startSystem(blueprint(storage));
    board = ((await system.send('POST', '/boards', { name: 'Home' })).body as { id: string }).id;
  });
  afterAll(() => system.stop());

  test('a body is nested to any depth, with lists made by expressions, and headers of its own', async () => {
    const added = await addCard({ title: 'Paint', points: 5 });
    expect(added.status).toBe(201);
    expect(added.headers.get('x-left')).toBe('1');
    expect(added.headers.get('location')).toMatch(/^\/cards\//);
    const { body, headers } = await system.send('GET', `/boards/${board}/summary`);
    expect(body).toEqual({
      board: { id: board, title: 'Home', isFull: false },
      cards: [{ title: 'Paint', worth: { points: 5, isBig: true } }],
      numbers: [1, 1],
      greeting: 'Hello',
    });
    expect([headers.get('x-cards'), headers.get('x-closed'), headers.get('x-name')]).toEqual([
      '1',
      null,
      'Home',
    ]);
  });

  test('a body may be a bare value', async () => {
    expect((await system.send('GET', '/titles')).body).toEqual(['Paint']);
    expect((await system.send('GET', '/amount')).body).toBe(1);
    expect((await system.send('GET', '/first-card')).body).toEqual({ title: 'Paint' });
  });

  test('an answer may lead elsewhere, or have no step behind it', async () => {
    const there = await system.send('GET', `/go/${board}`);
    expect([there.status, there.headers.get('location')]).toEqual([302, 'https://example.org/boards/Home']);
    const moved = await system.send('GET', '/moved');
    expect([moved.status, moved.headers.get('location')]).toEqual([301, '/boards']);
    expect(await system.send('GET', '/ping')).toMatchObject({ status: 202, body: { pong: true } });
    const quiet = await system.send('POST', '/quiet');
    expect([quiet.status, quiet.headers.get('x-quiet')]).toEqual([204, 'yes']);
  });

  test('a body begins from a record, or shows a part of it', async () => {
    const record = (await system.send('GET', `/boards/${board}`)).body as Record<string, unknown>;
    const { body } = await system.send('GET', `/boards/${board}/whole`);
    expect(record).toMatchObject({ fee: 0.67 });
    const cards = [{ id: expect.any(String), title: 'Paint', points: 5 }];
    expect(body).toEqual({
      ...record,
      name: 'HOME',
      cards,
      short: { id: board, fee: 0.67, size: 1 },
      worth: [{ title: 'Paint', double: 10 }],
    });
  });

  test('a refusal has any status of an error, a message with values in it, and blames a field', async () => {
    await addCard({ title: 'Sand', points: 1 });
    expect(await addCard({ title: 'Saw', points: 1 })).toMatchObject({
      status: 409,
      body: { code: 'board_full', detail: 'Home holds 2 of 2 cards.' },
    });
    await system.send('PATCH', `/boards/${board}`, { limit: 9 });
    expect(await addCard({ title: 'Saw', points: -3 })).toMatchObject({
      status: 422,
      body: {
        code: 'too_small',
        errors: [{ field: 'points', code: 'too_small', message: '-3 is below zero.' }],
      },
    });
    expect(await addCard({ title: 'Saw', points: 100 })).toMatchObject({
      status: 503,
      body: { code: 'not_today' },
    });
    expect(await system.send('POST', '/boards/none/cards', { title: 'A', points: 1 })).toMatchObject({
      status: 410,
      body: { code: 'gone', detail: 'There is no board none.' },
    });
  });
});
