import { expect, test } from 'vitest';
import { startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: polls
storage: ${storage}
entities:
  Poll: { fields: { question: text } }
  Choice: { fields: { poll: Poll on delete cascade, label: text } }
  Vote: { fields: { poll: Poll on delete cascade, choice: Choice } }
`;

test.each(storages)(
  'what goes with a record does not keep the rest of it, with %s',
  async (storage) => {
    const system = await startSystem(blueprint(storage));
    const add = async (path: string, body: object) =>
      ((await system.send('POST', path, body)).body as { id: string }).id;
    const poll = await add('/polls', { question: 'Tea?' });
    const choice = await add('/choices', { poll, label: 'Yes' });
    const vote = await add('/votes', { poll, choice });
    expect(await system.send('DELETE', `/choices/${choice}`)).toMatchObject({
      status: 409,
      body: { code: 'in_use' },
    });
    expect(await system.send('DELETE', `/polls/${poll}`)).toMatchObject({ status: 204 });
    for (const path of [`/choices/${choice}`, `/votes/${vote}`])
      expect(await system.send('GET', path)).toMatchObject({ status: 404 });
    await system.stop();
  },
  60_000,
);
