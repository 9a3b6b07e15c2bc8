import { expect, test } from 'vitest';
import { startSystem } from '../../testing/running-system.ts';

const blueprint = `
millwright: 1
name: members
storage: sqlite
entities:
  Member:
    fields: { email: email unique ignoring case, password: password 8.., note: text? hidden, event: text? ..20, until: datetime? }
    expires: record.until
access: { accounts: { of: Member }, default: anyone }
feeds:
  members: { http: GET /members/feed, of: [Member created], access: anyone, where: event.event == 'gala' }
`;

test('a feed tells of a record what answers show, whatever its fields are called', {
  timeout: 60_000,
}, async () => {
  const system = await startSystem(blueprint);
  const member = { email: 'Ann@example.org', password: 'correct horse', event: 'gala' };
  expect(await system.send('POST', '/sign-up', member)).toMatchObject({ status: 201 });
  const { body } = await fetch(`${system.url}/members/feed?lastEventId=0`);
  let text = '';
  for await (const chunk of body ?? []) {
    text += Buffer.from(chunk).toString();
    if (/^data:.*$/m.test(text)) break;
  }
  const told = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '{}') as object;
  expect(Object.keys(told)).toEqual(['member', 'email', 'event', 'until', 'createdAt', 'updatedAt']);
  await system.stop();
});
