import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const page = readFileSync(new URL('../../../../../docs/blueprint/04-operations.md', import.meta.url), 'utf8');
const blueprint = /```yaml\n(millwright: 1\nname: board\n[\s\S]*?)```/.exec(page)?.[1] ?? '';

describe.each(storages)('replacing on %s', (storage) => {
  let system: RunningSystem;
  let path = '';
  beforeAll(async () => {
    system = await startSystem(blueprint.replace('name: board\n', `name: board\nstorage: ${storage}\n`));
    const card = { title: 'A', body: 'Text', points: 8, tags: ['x'] };
    path = `/cards/${((await system.send('POST', '/cards', card)).body as { id: string }).id}`;
  });
  afterAll(() => system.stop());

  test('PUT leaves nothing of what the body leaves out', async () => {
    const { status, body } = await system.send('PUT', path, { title: 'B' });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { title: 'B', body: null, points: 3, tags: [] },
    });
    expect((await system.send('GET', path)).body).toEqual(body);
  });

  test('PATCH beside it changes only what is there', async () => {
    await system.send('PUT', path, { title: 'C', body: 'Text', tags: ['y'] });
    const { body } = await system.send('PATCH', path, { points: 1 });
    expect(body).toMatchObject({ title: 'C', body: 'Text', points: 1, tags: ['y'] });
  });

  test('the body is checked like that of a new record', async () => {
    for (const body of [{}, { title: '' }, { title: 'D', other: 1 }]) {
      expect(await system.send('PUT', path, body)).toMatchObject({
        status: 400,
        body: { code: 'invalid_input' },
      });
    }
    const missing = '/cards/00000000-0000-4000-8000-000000000000';
    expect((await system.send('PUT', missing, { title: 'D' })).status).toBe(404);
  });
});
