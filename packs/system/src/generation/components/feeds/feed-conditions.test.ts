import { expect, test } from 'vitest';
import { startSystem, storages } from '../../testing/running-system.ts';

const blueprint = (storage: string) =>
  `
millwright: 1
name: rooms
storage: ${storage}
entities:
  Org: { fields: { name: text 1..80 }, api: { create: { access: anyone } } }
  User:
    fields: { email: email unique, password: password, role: member | admin = member, org: Org }
  Message:
    owner: author
    fields: { room: text 1..40, level: integer 1..5 = 1, kind: info | alarm = info, author: User, org: Org }
access:
  accounts: { of: User, login: email, roles: role }
  default: signedIn
operations:
  signUp: { http: POST /users, access: anyone, input: { email: email, password: password, org: Org }, do: [create: User, from: input], answer: 201 }
feeds:
  room:
    http: GET /rooms
    of: [Message created]
    query: { room: text, level: "integer 1..5 = 1", kind: info | alarm? }
    where: event.room == query.room && event.level >= query.level && (query.kind == null || event.kind == query.kind)
    access: anyone
  own: { http: GET /own, of: [Message created], where: event.author == actor.id }
  org: { http: GET /org, of: [Message created], where: event.org == actor.org }
  some:
    http: GET /some
    of: [Message created]
    where: event.level == 5 || actor != null && event.author == actor.id
    access: [anyone, signedIn]
`.replace('[create: User, from: input]', '[{ create: User, from: input }]');

test.each(storages)(
  'clients get what they ask for and what is theirs, with %s',
  { timeout: 60_000 },
  async (storage) => {
    const system = await startSystem(blueprint(storage));
    const org = async (name: string) => (await system.send('POST', '/orgs', { name })).body as { id: string };
    const orgs = [await org('a'), await org('b')];
    const tokens = await Promise.all(
      orgs.map(async ({ id }, index) => {
        const account = { email: `u${index}@example.org`, password: 'correct horse battery' };
        expect((await system.send('POST', '/users', { ...account, org: id })).status).toBe(201);
        const { token } = (await system.send('POST', '/log-in', account)).body as { token: string };
        return { authorization: `Bearer ${token}` };
      }),
    );
    const write = async (who: number, room: string, level: number, kind: string) => {
      const message = { room, level, kind, org: orgs[who]?.id };
      expect((await system.send('POST', '/messages', message, tokens[who])).status).toBe(201);
    };
    await write(0, 'red', 1, 'info');
    await write(1, 'red', 3, 'alarm');
    await write(1, 'blue', 5, 'info');

    const heard = async (path: string, last: number, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${system.url}${path}`, { headers: { ...headers, 'last-event-id': '0' } });
      let text = '';
      for await (const chunk of answer.body ?? []) {
        text += Buffer.from(chunk).toString();
        const ids = [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
        if (ids.includes(last)) return ids;
      }
      return answer.status;
    };
    expect(await heard('/rooms?room=red', 2)).toEqual([1, 2]);
    expect(await heard('/rooms?room=red&level=2', 2)).toEqual([2]);
    expect(await heard('/rooms?room=red&kind=info', 1)).toEqual([1]);
    expect(await heard('/own', 1, tokens[0])).toEqual([1]);
    expect(await heard('/org', 3, tokens[1])).toEqual([2, 3]);
    expect(await heard('/some', 3)).toEqual([3]);
    expect(await heard('/some', 3, tokens[0])).toEqual([1, 3]);

    const missing = await system.send('GET', '/rooms');
    expect(missing).toMatchObject({ status: 400, body: { errors: [{ field: 'room', code: 'required' }] } });
    expect((await system.send('GET', '/rooms?room=red&colour=red')).status).toBe(400);
    expect((await system.send('GET', '/rooms?room=red&level=9')).status).toBe(400);
    expect((await system.send('GET', '/own')).status).toBe(401);
    await system.stop();
  },
);
