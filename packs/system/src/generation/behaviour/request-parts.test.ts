import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const page = readFileSync(new URL('../../../../../docs/blueprint/04-operations.md', import.meta.url), 'utf8');
const rooms = /```yaml\n(millwright: 1\nname: rooms\n[\s\S]*?)```/.exec(page)?.[1] ?? '';

describe.each(storages)('what a request brings on %s', (storage) => {
  let system: RunningSystem;
  const client = 'b6c1fbb6-8d92-4b4c-9f0c-2f5f2c2a9d11';
  const book = (path: string, headers: Record<string, string> = {}) =>
    system.send('PUT', `/rooms/${path}`, { title: 'Choir' }, { client, ...headers });
  beforeAll(async () => {
    system = await startSystem(rooms.replace('name: rooms\n', `name: rooms\nstorage: ${storage}\n`));
    await system.send('POST', '/rooms', { number: 7, name: 'Attic' });
  });
  afterAll(() => system.stop());

  test('parameters of the path have types', async () => {
    expect(await book('7/days/2031-05-14/morning')).toMatchObject({ status: 200, body: { priority: 3 } });
    expect((await system.send('GET', '/rooms/7/days/2031-05-14')).body).toEqual({
      room: 'Attic',
      next: '2031-05-15',
      slots: [{ part: 'morning', title: 'Choir' }],
    });
    expect(await book('8/days/2031-05-14/morning')).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });

  test.each([
    ['7/days/2031-02-30/morning', 'day'],
    ['7/days/today/morning', 'day'],
    ['0/days/2031-05-14/morning', 'number'],
    ['seven/days/2031-05-14/morning', 'number'],
    ['7.0/days/2031-05-14/morning', 'number'],
    ['7/days/2031-05-14/noon', 'part'],
  ])('%s is refused for its %s', async (path, field) => {
    expect(await book(path)).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', errors: [{ field }] },
    });
  });

  test('headers have types, defaults and may be absent', async () => {
    const own = { 'Request-Id': 'r-1', priority: '5' };
    const answer = await book('7/days/2031-05-15/morning', own);
    expect([answer.status, answer.headers.get('request-id')]).toEqual([200, 'r-1']);
    expect((await book('7/days/2031-05-16/morning')).headers.get('request-id')).toBe(null);
    expect(await book('7/days/2031-05-15/evening', own)).toMatchObject({
      status: 409,
      body: { code: 'only_mornings' },
    });
  });

  test.each([
    [{ priority: '6' }, 'priority'],
    [{ priority: 'high' }, 'priority'],
    [{ client: 'me' }, 'client'],
    [{ 'request-id': 'x'.repeat(65) }, 'requestId'],
  ])('the headers %j are refused', async (headers: Record<string, string>, field) => {
    expect(await book('7/days/2031-05-14/morning', headers)).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', errors: [{ field }] },
    });
  });

  test('a header that is needed must be there', async () => {
    const answer = await system.send('PUT', '/rooms/7/days/2031-05-14/morning', { title: 'Choir' });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'client' }] } });
  });
});
