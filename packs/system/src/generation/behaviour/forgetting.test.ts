import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: club
storage: ${storage}
access: { accounts: { of: Member, login: email, lasts: 1h }, default: anyone }
entities:
  Member: { fields: { email: email unique, password: password } }
  Task: { fields: { title: text }, api: { create: { idempotent: true }, list: {} } }
operations:
  me:
    http: GET /who
    access: signedIn
    answer: { body: { email: actor.email } }
`;

describe.each(storages)('what a system remembers for itself on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage), { MILLWRIGHT_TEST_CLOCK: '2030-01-31T12:00:00Z' });
  });
  afterAll(() => system.stop());

  const advance = (by: string) => system.send('POST', '/test-clock', { advance: by });

  test('is forgotten in time: answers to keys after a day, sessions at their end', async () => {
    const create = () => system.send('POST', '/tasks', { title: 'a' }, { 'idempotency-key': 'k' });
    const credentials = { email: 'ann@example.org', password: 'correct horse' };
    const signedUp = await system.send('POST', '/sign-up', credentials);
    const authorization = `Bearer ${(signedUp.body as { token: string }).token}`;
    const who = () => system.send('GET', '/who', undefined, { authorization });
    expect((await create()).headers.get('idempotency-replayed')).toBeNull();
    await advance('PT59M');
    expect(await who()).toMatchObject({ status: 200 });
    await advance('PT2M');
    expect(await who()).toMatchObject({ status: 401 });
    expect(await system.send('POST', '/log-in', credentials)).toMatchObject({ status: 200 });
    expect((await create()).headers.get('idempotency-replayed')).toBe('true');
    await advance('PT23H');
    const again = await create();
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotency-replayed')).toBeNull();
    expect((await system.send('GET', '/tasks')).body).toHaveLength(2);
  });
});
