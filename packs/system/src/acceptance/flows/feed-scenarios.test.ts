import { expect, test } from 'vitest';
import { lowerBlueprint } from '../../lowering/lower-blueprint.ts';
import { startDerivation } from '../scenarios/derivation.ts';
import { feedScenarios } from './feed-scenarios.ts';

const { model } = lowerBlueprint(`millwright: 1
name: rooms
entities:
  User: { fields: { email: email unique, password: password } }
  Message:
    owner: author
    fields: { room: text 1..40, level: integer 1..5 = 2, author: User }
    api: [create]
access:
  accounts: { of: User, login: email }
feeds:
  room:
    http: GET /rooms/{room}
    of: [Message created]
    query: { level: integer 1..5, message: uuid? }
    where: event.room == path.room && event.level == query.level && event.message == query.message
  own: { http: GET /own, of: [Message created], where: event.author == actor.id, protocol: websocket }
  never: { http: GET /never, of: [Message created], where: event.level == 5 && actor.email == 'a@example.org' }
`);

function heard(feed: string) {
  return feedScenarios(startDerivation(model), feed).map(({ steps }) => steps.at(-1));
}

test('a client gives the parameters that make it hear of what happened', () => {
  const [step] = heard('room');
  expect(step).toMatchObject({ kind: 'listen', expect: [{ event: 'messageCreated', data: { level: 2 } }] });
  expect(step).toHaveProperty('path', expect.stringMatching(/^\/rooms\/[\w%]+\?level=2&message=\$\{\w+\}$/));
});

test('who acts hears of what is theirs', () => {
  expect(heard('own')).toMatchObject([{ path: '/own', protocols: ['websocket'] }]);
  expect(heard('own')[0]).toHaveProperty('headers.Authorization', 'Bearer ${token}');
});

test('what nobody can hear in a story is left to somebody who writes one', () => {
  expect(() => heard('never')).toThrow('write a scenario');
});
