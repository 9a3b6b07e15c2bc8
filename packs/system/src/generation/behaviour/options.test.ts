import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: expenses
storage: ${storage}
access:
  accounts: { of: User, login: email, roles: role }
entities:
  User: { fields: { email: email unique, password: password, role: staff | manager = staff } }
  Category:
    fields: { name: text 1..40 }
    api:
      create: { access: manager, summary: Add a category }
      list: { access: anyone, rate: { limit: 3, per: 1h } }
      delete: { access: anyone, answer: { status: 200, body: { gone: category.name } } }
  Expense:
    fields: { title: text 1..80, amount: money 0.., comment: text? ..200, approvedBy: User? }
    states:
      values: [draft, submitted, approved, rejected, paid]
      actions:
        submit: draft -> submitted
        approve:
          transition: submitted -> approved
          input: { comment: text? ..200 }
          do:
            - require: expense.amount <= 1000
              else: 422 too_expensive
          set: { approvedBy: actor.id, comment: input.comment }
        reject:
          from: [draft, submitted]
          to: rejected
          http: PUT /expenses/{expense}/rejection
          input: { why: text 1..200 }
          set: { comment: input.why }
          answer: { status: 202, body: { rejected: expense.id, because: expense.comment } }
        pay: { from: 'approved, submitted', to: paid, access: manager }
        reopen: { transition: any -> draft, access: anyone }
`;

describe.each(storages)('options of derived operations, kept in %s', (storage) => {
  let system: RunningSystem;
  let user: string;
  let headers: Record<string, string>;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage));
    const account = { email: 'ada@example.org', password: 'correct horse battery' };
    await system.send('POST', '/sign-up', account);
    const session = await system.send('POST', '/log-in', account);
    headers = { authorization: `Bearer ${(session.body as { token: string }).token}` };
    user = idOf((await send('GET', '/me')).body);
  });
  afterAll(() => system.stop());

  const send = (method: string, path: string, body?: unknown) => system.send(method, path, body, headers);
  const submitted = async (amount: number) => {
    const created = await send('POST', '/expenses', { title: 'Train', amount });
    const path = `/expenses/${idOf(created.body)}`;
    await send('POST', `${path}/submit`);
    return path;
  };

  test('a mapping under api offers what it names, each with its options', async () => {
    expect((await send('POST', '/categories', { name: 'Travel' })).status).toBe(403);
    expect((await system.send('GET', '/categories')).status).toBe(200);
    expect((await send('GET', '/categories/0b6fcd3e-4b5a-4f5c-8a43-3c9d4d0f1b2a')).status).toBe(405);
    await system.send('GET', '/categories');
    await system.send('GET', '/categories');
    expect((await system.send('GET', '/categories')).status).toBe(429);
    const gone = await system.send('DELETE', '/categories/0b6fcd3e-4b5a-4f5c-8a43-3c9d4d0f1b2a');
    expect(gone).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  test('an action takes input, checks, and sets more than its state', async () => {
    const path = await submitted(20);
    const approved = await send('POST', `${path}/approve`, { comment: 'Fine' });
    expect(approved).toMatchObject({
      status: 200,
      body: { status: 'approved', comment: 'Fine', approvedBy: user },
    });
    const again = await send('POST', `${path}/approve`, {});
    expect(again).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
    expect((await send('POST', `${path}/pay`)).status).toBe(403);
    expect((await system.send('POST', `${path}/reopen`)).body).toMatchObject({ status: 'draft' });
  });

  test('a check that fails leaves the state as it was', async () => {
    const path = await submitted(5000);
    const refused = await send('POST', `${path}/approve`, {});
    expect(refused).toMatchObject({ status: 422, body: { code: 'too_expensive' } });
    expect((await send('GET', path)).body).toMatchObject({ status: 'submitted', approvedBy: null });
  });

  test('an action has an address and an answer of its own', async () => {
    const path = await submitted(20);
    expect((await send('PUT', `${path}/rejection`, {})).status).toBe(400);
    const rejected = await send('PUT', `${path}/rejection`, { why: 'No receipt' });
    expect(rejected.status).toBe(202);
    expect(rejected.body).toEqual({ rejected: path.split('/').at(-1), because: 'No receipt' });
  });
});

function idOf(body: unknown): string {
  return (body as { id: string }).id;
}
