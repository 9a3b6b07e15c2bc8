import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: wiki
storage: ${storage}
entities:
  Person: { fields: { name: text 1..40, chief: Person? } }
  Invitation: { fields: { email: email, token: token prefix inv_ }, api: [create, list] }
  Page:
    fields: { slug: text 1..60 unique, title: text 1..80 }
    versions: true
    api: [create]
    states:
      values: [draft, live]
      actions: { publish: { transition: draft -> live, http: 'POST /pages/{slug}/publish' } }
operations:
  readPage: { http: 'GET /pages/{slug}', do: [{ load: Page as page }] }
  renamePage:
    http: PATCH /pages/{slug}
    input: { title: text 1..80 }
    do: [{ load: Page as page }, { update: page, from: input }]
  accept:
    http: POST /acceptances
    input: { token: text }
    do:
      - load: Invitation as invitation
        by: { token: input.token }
        else: 404 invalid_invitation
      - delete: invitation
    answer: { body: { email: invitation.email } }
  chief:
    http: GET /people/{person}/chief
    do:
      - load: Person as person
      - find: Person as chief
        by: person.chief
    answer: { body: { name: 'chief == null ? null : chief.name' } }
`;

describe.each(storages)('records known by other keys on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage));
  });
  afterAll(() => system.stop());

  test('a token finds its record, once, and is nowhere to be read', async () => {
    const { body } = await system.send('POST', '/invitations', { email: 'a@example.org' });
    const { token } = body as { token: string };
    const kept = await system.send('GET', '/invitations');
    expect(JSON.stringify(kept.body)).not.toContain(token);
    const refused = { status: 404, body: { code: 'invalid_invitation' } };
    expect(await system.send('POST', '/acceptances', { token: `${token}x` })).toMatchObject(refused);
    const accepted = { status: 200, body: { email: 'a@example.org' } };
    expect(await system.send('POST', '/acceptances', { token })).toMatchObject(accepted);
    expect(await system.send('POST', '/acceptances', { token })).toMatchObject(refused);
  });

  test('a path parameter may be a unique field, for actions and versions too', async () => {
    const created = await system.send('POST', '/pages', { slug: 'a-page', title: 'A' });
    expect(created).toMatchObject({ status: 201 });
    expect(created.headers.get('location')).toBeNull();
    expect(await system.send('GET', '/pages/a-page')).toMatchObject({ status: 200, body: { title: 'A' } });
    expect(await system.send('GET', '/pages/none')).toMatchObject({ status: 404 });
    expect(await system.send('POST', '/pages/a-page/publish')).toMatchObject({ body: { status: 'live' } });
    const rename = (version: number) =>
      system.send('PATCH', '/pages/a-page', { title: 'B' }, { 'if-match': `"${version}"` });
    expect(await rename(1)).toMatchObject({ status: 412 });
    expect(await rename(2)).toMatchObject({ status: 200, body: { title: 'B', version: 3 } });
  });

  test('who looks for a record that is not referred to finds none', async () => {
    const add = async (person: object) =>
      ((await system.send('POST', '/people', person)).body as { id: string }).id;
    const ann = await add({ name: 'Ann' });
    const ben = await add({ name: 'Ben', chief: ann });
    expect(await system.send('GET', `/people/${ann}/chief`)).toMatchObject({ body: { name: null } });
    expect(await system.send('GET', `/people/${ben}/chief`)).toMatchObject({ body: { name: 'Ann' } });
  });
});
