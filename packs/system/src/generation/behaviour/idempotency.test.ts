import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: payments
storage: ${storage}
access: { accounts: { of: User, login: email }, default: anyone }
entities:
  User: { fields: { email: email unique, password: password } }
  Account:
    fields: { name: text 1..40, balance: integer 0.. = 0 }
    api: { create: { idempotent: true }, read: {}, list: {} }
  Payment:
    fields: { account: Account, amount: integer 1.., by: User? }
    api: [list]
    states: { values: [sent, booked], actions: { book: { transition: sent -> booked, idempotent: true } } }
operations:
  deposit:
    http: POST /accounts/{account}/deposits
    input: { amount: integer 1.. }
    idempotent: required
    do:
      - load: Account as account
      - increment: account.balance
        by: input.amount
      - create: Payment as payment
        set: { account: account.id, amount: input.amount, by: "actor == null ? null : actor.id" }
    answer: { status: 201, headers: { X-Balance: account.balance }, body: { payment: payment.id, balance: account.balance } }
  withdraw:
    http: POST /accounts/{account}/withdrawals
    input: { amount: integer 1.. }
    idempotent: true
    do:
      - load: Account as account
      - require: account.balance >= input.amount
        else: 409 too_little
      - increment: account.balance
        by: -input.amount
    answer: 204
`;

describe.each(storages)('requests with an idempotency key, kept in %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage));
  });
  afterAll(() => system.stop());

  const send = (path: string, body: unknown, key?: string, more: Record<string, string> = {}) =>
    system.send('POST', path, body, { ...more, ...(key === undefined ? {} : { 'idempotency-key': key }) });
  const account = async () => {
    const created = await send('/accounts', { name: 'Ada' });
    return `/accounts/${(created.body as { id: string }).id}`;
  };
  const balanceOf = async (path: string) =>
    ((await system.send('GET', path)).body as { balance: number }).balance;

  test('the same request gets its first answer again, and is not carried out again', async () => {
    const path = await account();
    const first = await send(`${path}/deposits`, { amount: 5 }, 'a-1');
    const again = await send(`${path}/deposits`, { amount: 5 }, 'a-1');
    expect(first.status).toBe(201);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('x-balance')).toBe('5');
    expect(await balanceOf(path)).toBe(5);
  });

  test('a key is for one request: another body or path is refused', async () => {
    const [path, other] = [await account(), await account()];
    await send(`${path}/deposits`, { amount: 5 }, 'b-1');
    for (const wrong of [
      send(`${path}/deposits`, { amount: 6 }, 'b-1'),
      send(`${other}/deposits`, { amount: 5 }, 'b-1'),
      send(`${path}/withdrawals`, { amount: 5 }, 'b-1'),
    ]) {
      expect(await wrong).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    }
    expect(await balanceOf(path)).toBe(5);
  });

  test('a key can be required', async () => {
    const path = await account();
    const refused = await send(`${path}/deposits`, { amount: 5 });
    expect(refused).toMatchObject({ status: 400, body: { code: 'idempotency_key_required' } });
    expect((await send(`${path}/deposits`, { amount: 5 }, '')).status).toBe(400);
  });

  test('a refusal is not kept', async () => {
    const path = await account();
    expect((await send(`${path}/withdrawals`, { amount: 5 }, 'c-1')).status).toBe(409);
    await send(`${path}/deposits`, { amount: 5 }, 'c-2');
    expect((await send(`${path}/withdrawals`, { amount: 5 }, 'c-1')).status).toBe(204);
    const again = await send(`${path}/withdrawals`, { amount: 5 }, 'c-1');
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([204, 'true']);
    expect(await balanceOf(path)).toBe(0);
  });

  test('a standard operation answers with the same address again', async () => {
    const first = await send('/accounts', { name: 'Grace' }, 'd-1');
    const again = await send('/accounts', { name: 'Grace' }, 'd-1');
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
  });

  test('an action is carried out once', async () => {
    const path = await account();
    const deposit = await send(`${path}/deposits`, { amount: 5 }, 'e-1');
    const book = `/payments/${(deposit.body as { payment: string }).payment}/book`;
    expect((await send(book, undefined, 'e-2')).status).toBe(200);
    expect((await send(book, undefined, 'e-2')).status).toBe(200);
    expect((await send(book, undefined, 'e-3')).status).toBe(409);
  });

  test('a key belongs to who sends it', async () => {
    const path = await account();
    const signedIn = async (email: string) => {
      const credentials = { email, password: 'correct horse battery' };
      await send('/sign-up', credentials);
      const session = await send('/log-in', credentials);
      return { authorization: `Bearer ${(session.body as { token: string }).token}` };
    };
    const [ada, grace] = [await signedIn('ada@example.org'), await signedIn('grace@example.org')];
    for (const headers of [ada, grace, ada, {}]) {
      expect((await send(`${path}/deposits`, { amount: 1 }, 'f-1', headers)).status).toBe(201);
    }
    expect(await balanceOf(path)).toBe(3);
  });

  test('requests with other keys do not hold each other up', async () => {
    const path = await account();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => send(`${path}/deposits`, { amount: 1 }, `h-${index}`)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(await balanceOf(path)).toBe(20);
  });

  test('of many at once one is carried out', async () => {
    const path = await account();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send(`${path}/deposits`, { amount: 7 }, 'g-1')),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers.filter(({ headers }) => !headers.has('idempotency-replayed'))).toHaveLength(1);
    expect(await balanceOf(path)).toBe(7);
  });
});

describe.each(storages)('keys in %s, as time passes', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage), { MILLWRIGHT_TEST_CLOCK: '2031-01-01T10:00:00Z' });
  });
  afterAll(() => system.stop());

  test('are remembered for a day, however many there are', async () => {
    const create = (name: string, key: string) =>
      system.send('POST', '/accounts', { name }, { 'idempotency-key': key });
    const advance = (by: string) => system.send('POST', '/test-clock', { advance: by });
    for (let index = 0; index < 30; index += 1) await create('Ada', `k-${index}`);
    await advance('PT23H59M');
    expect((await create('Ada', 'k-29')).headers.get('idempotency-replayed')).toBe('true');
    expect((await create('Grace', 'k-29')).status).toBe(422);
    await advance('PT1M');
    const grace = await create('Grace', 'k-29');
    expect([grace.status, grace.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect((await create('Grace', 'k-29')).headers.get('idempotency-replayed')).toBe('true');
    expect((await create('Ada', 'k-29')).status).toBe(422);
    expect((await create('Ada', 'k-0')).headers.get('idempotency-replayed')).toBeNull();
  });
});
