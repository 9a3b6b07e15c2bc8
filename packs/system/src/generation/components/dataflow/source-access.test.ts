import { expect, test, vi } from 'vitest';
import { startSystem, storages } from '../../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: meters
storage: ${storage}
types:
  Reading: { meter: text 1..20, value: number }
entities:
  User: { fields: { email: email unique, password: password 8.., role: reader | writer = reader } }
  ApiKey: { fields: { name: text 1..20, token: token prefix key_ }, api: { create: { access: anyone } } }
  Entry: { fields: { meter: text 1..20, value: number }, api: { list: { access: anyone } } }
access: { accounts: { of: User, roles: role }, keys: { of: ApiKey } }
operations:
  becomeWriter:
    http: POST /writers
    do: [{ load: User as user, by: actor.id }, { update: user, set: { role: writer } }]
components:
  readings: { kind: Source, of: Reading, http: POST /readings, access: [key, writer] }
  guesses: { kind: Source, of: Reading, http: POST /guesses, access: anyone }
  counted: { kind: Source, of: Reading, http: POST /counts }
  values: { kind: Sink, of: Reading, do: [{ create: Entry, set: { meter: message.meter, value: message.value } }] }
bindings: [readings -> values, guesses -> values, counted -> values]
`;

test.each(storages)(
  'a source takes messages of those who may send, with %s',
  { timeout: 60_000 },
  async (storage) => {
    const system = await startSystem(blueprint(storage));
    const key = (await system.send('POST', '/api-keys', { name: 'gateway' })).body as { token: string };
    const account = { email: 'ann@example.org', password: 'correct horse' };
    const { token } = (await system.send('POST', '/sign-up', account)).body as { token: string };
    const bearer = { authorization: `Bearer ${token}` };
    const status = async (
      path: string,
      headers: Record<string, string> = {},
      body: unknown = { meter: 'm', value: 1 },
    ) => (await system.send('POST', path, body, headers)).status;
    expect(await status('/guesses')).toBe(202);
    expect(await status('/readings')).toBe(401);
    expect(await status('/readings', {}, { broken: true })).toBe(401);
    expect(await status('/readings', { 'x-api-key': 'key_wrong' })).toBe(401);
    expect(await status('/readings', { 'x-api-key': key.token })).toBe(202);
    expect(await status('/readings', bearer)).toBe(403);
    expect(await status('/counts')).toBe(401);
    expect(await status('/counts', bearer)).toBe(202);
    expect(await status('/writers', bearer, undefined)).toBe(200);
    expect(await status('/readings', bearer)).toBe(202);
    const found = await vi.waitUntil(async () => {
      const { body } = await system.send('GET', '/entries');
      return (body as unknown[]).length === 4 ? body : undefined;
    });
    expect(found).toHaveLength(4);
    await system.stop();
  },
);
