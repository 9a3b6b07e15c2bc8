import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: journal
storage: ${storage}
interfaces: { http: { paging: cursor } }
entities:
  Entry:
    fields:
      text: text 1..200
      level: integer 1..5 = 3
      note: text?
      due: date?
      kind: high | low = low
      isDone: boolean = false
      price: money?
    filters: [level]
    softDelete: true
  Big: { fields: { size: number } }
`;

interface Entry extends Record<string, unknown> {
  readonly id: string;
}

describe.each(storages)('pages after a record on %s', (storage) => {
  let system: RunningSystem;
  let entries: Entry[] = [];
  beforeAll(async () => {
    system = await startSystem(blueprint(storage));
    for (let n = 0; n < 23; n += 1) {
      const body = {
        text: `t${(n * 7) % 5}`,
        level: (n % 5) + 1,
        note: n % 3 === 0 ? null : `n${n % 4}`,
        due: n % 4 === 0 ? null : `2030-01-${10 + (n % 6)}`,
        kind: n % 3 === 0 ? 'high' : 'low',
        isDone: n % 2 === 0,
        price: n % 5 === 0 ? null : n * 1.25 - 4,
      };
      entries = [...entries, (await system.send('POST', '/entries', body)).body as Entry];
    }
  });
  afterAll(() => system.stop());

  const pages = async (path: string, between: () => Promise<unknown> = () => Promise.resolve()) => {
    const found: Entry[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const answer = await system.send('GET', `${path}${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(answer).toMatchObject({ status: 200 });
      found.push(...(answer.body as Entry[]));
      cursor = answer.headers.get('x-next-cursor');
      if (found.length < 8) await between();
    }
    return found.map(({ id }) => id);
  };

  test('keep records that are equal in the order in which they were made', async () => {
    for (const sort of ['level', '-level']) {
      const { body } = await system.send('GET', `/entries?sort=${sort}&limit=100`);
      const made = (body as Entry[]).filter(({ level }) => level === 2).map(({ id }) => id);
      expect(made, sort).toEqual(entries.filter(({ level }) => level === 2).map(({ id }) => id));
    }
  });

  test('are sorted by several fields, each for those that are equal before it', async () => {
    const order = (a: Entry, b: Entry) =>
      Number(b['level']) - Number(a['level']) || (String(a['text']) < String(b['text']) ? -1 : 1);
    const { body } = await system.send('GET', '/entries?sort=-level,text&limit=100');
    const shown = (list: readonly Entry[]) => list.map(({ level, text }) => `${level} ${text}`);
    expect(shown(body as Entry[])).toEqual(shown(entries.toSorted(order)));
    for (const sort of ['-level,', '-level,none', 'level text', '']) {
      const answer = await system.send('GET', `/entries?sort=${sort}`);
      expect(answer, sort).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    }
  });

  test('come in every order like the list as a whole', async () => {
    for (const field of [
      'text',
      'level',
      'note',
      'due',
      'kind',
      'isDone',
      'price',
      'createdAt',
      'updatedAt',
      'deletedAt',
      'level,-text',
      'note,-due,-price',
      'kind,isDone,-createdAt',
    ]) {
      for (const sort of [field, `-${field}`]) {
        const whole = (await system.send('GET', `/entries?sort=${sort}&limit=100`)).body as Entry[];
        expect(whole).toHaveLength(entries.length);
        expect(await pages(`/entries?sort=${sort}&limit=4`), sort).toEqual(whole.map(({ id }) => id));
      }
    }
    const whole = (await system.send('GET', '/entries?sort=-price&levelFrom=2&limit=100')).body as Entry[];
    const answer = await system.send('GET', '/entries?sort=-price&levelFrom=2&limit=3');
    expect(answer.headers.get('x-total-count')).toBe(String(whole.length));
    expect(await pages('/entries?sort=-price&levelFrom=2&limit=3')).toEqual(whole.map(({ id }) => id));
  });

  test('skip and repeat nothing when records go in between', async () => {
    const whole = (await system.send('GET', '/entries?sort=note&limit=100')).body as Entry[];
    const gone = whole.slice(2, 6).map(({ id }) => id);
    const left = whole.map(({ id }) => id).filter((id) => !gone.slice(2).includes(id));
    let isFirst = true;
    const read = await pages('/entries?sort=note&limit=4', async () => {
      if (isFirst) for (const id of gone) await system.send('DELETE', `/entries/${id}`);
      isFirst = false;
    });
    expect(read).toEqual(left);
  });

  test('forged cursors are refused, or lead somewhere', async () => {
    const forged = (value: unknown, more = {}) => {
      const cursor = { sort: ['level'], values: [value], createdAt: '2030', ids: ['x'], ...more };
      return Buffer.from(JSON.stringify(cursor)).toString('base64url');
    };
    const status = async (cursor: string, sort = 'level') =>
      (await system.send('GET', `/entries?sort=${sort}&cursor=${cursor}`)).status;
    for (const value of [1, 1.5, -1e300, 9e15, null]) expect(await status(forged(value))).toBe(200);
    if (storage !== 'memory') {
      for (const value of ['a', true]) expect(await status(forged(value))).toBe(400);
      for (const value of [1, false])
        expect(await status(forged(value, { sort: ['text'] }), 'text')).toBe(400);
    }
    for (const values of [[], [1, 2]]) expect(await status(forged(1, { values }))).toBe(400);
    expect(await status(forged('a\u0000', { sort: ['text'] }), 'text')).toBe(400);
    expect(await status(forged("a' OR 1=1 --", { sort: ['text'], ids: ["' OR 1=1"] }), 'text')).toBe(200);
  });
});
