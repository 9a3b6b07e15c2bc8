import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const page = readFileSync(new URL('../../../../../docs/blueprint/04-operations.md', import.meta.url), 'utf8');
const notebook = /```yaml\n(millwright: 1\nname: notebook\n[\s\S]*?)```/.exec(page)?.[1] ?? '';
const place = { street: 'Quay 1', city: 'Bergen', zip: '5003' };
const given = { title: 'Ferry', body: 'At noon', tags: ['sea'], place, author: 'Ida' };

describe.each(storages)('patches on %s', (storage) => {
  let system: RunningSystem;
  let path = '';
  const patch = (type: string, body: unknown, to = path) =>
    system.send('PATCH', to, body, { 'content-type': `application/${type}` });
  const jsonPatch = (...operations: unknown[]) => patch('json-patch+json', operations);
  const mergePatch = (body: unknown) => patch('merge-patch+json', body);
  const stored = async () => (await system.send('GET', path)).body;

  beforeAll(async () => {
    system = await startSystem(notebook.replace('name: notebook\n', `name: notebook\nstorage: ${storage}\n`));
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    const { headers } = await system.send('POST', '/notes', given);
    path = headers.get('location') ?? '';
  });

  test('a merge patch sets, takes away and reaches into objects', async () => {
    const answer = await mergePatch({ title: 'Train', body: null, place: { zip: null, city: 'Oslo' } });
    const changed = { title: 'Train', body: null, place: { street: 'Quay 1', city: 'Oslo', zip: null } };
    expect(answer).toMatchObject({ status: 200, body: { ...given, ...changed } });
    expect(await stored()).toMatchObject(changed);
    expect(await mergePatch({ place: null })).toMatchObject({ status: 200, body: { place: null } });
    expect(await mergePatch({})).toMatchObject({ status: 200, body: { title: 'Train' } });
  });

  test.each([
    [{ title: null }, 'title'],
    [{ title: '' }, 'title'],
    [{ place: { city: null } }, 'place.city'],
    [{ author: 'Ola' }, 'author'],
    [{ id: '1' }, 'id'],
    [{ colour: 'red' }, 'colour'],
    [{ tags: [1] }, 'tags.0'],
  ])('the merge patch %j is refused', async (body, field) => {
    const before = await stored();
    expect(await mergePatch(body)).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', errors: [{ field }] },
    });
    expect(await stored()).toEqual(before);
  });

  test('a merge patch of what is already so changes nothing', async () => {
    expect(await mergePatch({ author: 'Ida', title: 'Ferry' })).toMatchObject({ status: 200 });
    expect(await mergePatch([1])).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
  });

  test('a JSON patch takes all six operations', async () => {
    const answer = await jsonPatch(
      { op: 'test', path: '/author', value: 'Ida' },
      { op: 'replace', path: '/title', value: 'Train' },
      { op: 'add', path: '/tags/-', value: 'rail' },
      { op: 'add', path: '/tags/0', value: 'new' },
      { op: 'remove', path: '/place/zip' },
      { op: 'copy', from: '/place/city', path: '/tags/1' },
      { op: 'move', from: '/body', path: '/place/street' },
    );
    expect(answer).toMatchObject({
      status: 200,
      body: {
        title: 'Train',
        body: null,
        tags: ['new', 'Bergen', 'sea', 'rail'],
        place: { street: 'At noon', city: 'Bergen', zip: null },
      },
    });
  });

  test.each([
    [[{ op: 'test', path: '/title', value: 'Bus' }], 409, 'patch_test_failed'],
    [[{ op: 'replace', path: '/tags/7', value: 'x' }], 422, 'patch_target_missing'],
    [[{ op: 'remove', path: '/nothing' }], 422, 'patch_target_missing'],
    [[{ op: 'add', path: 'title', value: 'x' }], 400, 'invalid_patch'],
    [[{ op: 'mend', path: '/title' }], 400, 'invalid_patch'],
    [{ title: 'x' }, 400, 'invalid_patch'],
    [[{ op: 'remove', path: '/title' }], 400, 'invalid_input'],
    [[{ op: 'replace', path: '/id', value: 'x' }], 400, 'invalid_input'],
    [[{ op: 'add', path: '/__proto__', value: { title: 'x' } }], 400, 'invalid_input'],
    [[{ op: 'replace', path: '', value: [] }], 400, 'invalid_input'],
  ])(
    'the JSON patch %j is refused with %i %s, and nothing of it remains',
    async (operations, status, code) => {
      const before = await stored();
      const change = { op: 'replace', path: '/title', value: 'Changed' };
      const body = Array.isArray(operations) ? [change, ...operations] : operations;
      expect(await patch('json-patch+json', body)).toMatchObject({ status, body: { code } });
      expect(await stored()).toEqual(before);
    },
  );

  test('other media types are refused with those that are taken', async () => {
    for (const type of ['json', 'xml', 'json-patch+json; charset=latin1']) {
      const answer = await patch(type, { title: 'Train' });
      expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
      expect(answer.headers.get('accept-patch')).toBe(
        'application/merge-patch+json, application/json-patch+json',
      );
    }
    expect((await patch('merge-patch+json; charset=utf-8', {})).status).toBe(200);
    expect((await patch('merge-patch+json', {}, '/notes/none')).status).toBe(404);
  });

  test('patches at the same time lose nothing of each other', async () => {
    const tags = ['a', 'b', 'c'];
    const answers = await Promise.all(
      tags.map((tag) => jsonPatch({ op: 'add', path: '/tags/-', value: tag })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(((await stored()) as { tags: string[] }).tags.toSorted()).toEqual(['a', 'b', 'c', 'sea']);
  });
});

describe('a patch of what belongs to somebody else', () => {
  const diary = `
millwright: 1
name: diary
access: { accounts: { of: User, login: email }, default: signedIn }
entities:
  User: { fields: { email: email unique, password: password } }
  Entry:
    owner: author
    visible: record.author == actor.id
    fields: { text: text 1..40, author: User }
    api: { create: {}, update: { accepts: [json-patch] } }
  Poster:
    owner: author
    fields: { text: text 1..40, author: User }
    api: { create: {}, update: { accepts: [json-patch] } }
`;
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(diary);
  });
  afterAll(() => system.stop());

  test.each([
    ['/entries', 404],
    ['/posters', 403],
  ])('tells nothing of it in %s, whatever the patch tests: %i', async (collection, status) => {
    const signedUp = async (name: string) => {
      const body = { email: `${name}${collection.slice(1)}@example.org`, password: 'correct horse' };
      const { token } = (await system.send('POST', '/sign-up', body)).body as { token: string };
      return { authorization: `Bearer ${token}` };
    };
    const [ida, ola] = [await signedUp('ida'), await signedUp('ola')];
    const made = await system.send('POST', collection, { text: 'secret' }, ida);
    const path = `${collection}/${(made.body as { id: string }).id}`;
    const patch = (value: string, headers: Record<string, string>) =>
      system.send('PATCH', path, [{ op: 'test', path: '/text', value }], {
        ...headers,
        'content-type': 'application/json-patch+json',
      });
    const answers = [await patch('secret', ola), await patch('guess', ola)];
    expect(answers.map((answer) => answer.status)).toEqual([status, status]);
    expect((await patch('secret', ida)).status).toBe(200);
    expect((await patch('guess', ida)).status).toBe(409);
  });
});
