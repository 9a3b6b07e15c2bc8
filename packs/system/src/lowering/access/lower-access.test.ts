import { expect, test } from 'vitest';
import { BlueprintError } from '../../blueprint/errors.ts';
import { readBlueprint } from '../../blueprint/read-blueprint.ts';
import { lower } from '../lower.ts';

const base = `
millwright: 1
name: notes
entities:
  Team: { fields: { name: text } }
  User:
    fields: { team: Team, email: email unique, password: password, role: member | admin = member }
    tenant: team
  Note:
    fields: { team: Team, author: User, title: text }
    tenant: team
    owner: author
access: { accounts: { of: User, roles: role } }
operations:
  signUp:
    http: POST /sign-up
    access: anyone
    input: { name: text, email: email, password: password }
    do:
      - create: Team as team
        set: { name: input.name }
      - create: User as user
        from: input
        set: { team: team.id }
      - signIn: user as session
    answer: { body: { token: session.token } }
`;

const model = lower(readBlueprint(base));
const operation = (name: string) => model.operations.find((one) => one.name === name);
const sources = (name: string) =>
  operation(name)?.steps.flatMap((step) => {
    if (step.kind === 'require') return [step.condition.source];
    return step.kind === 'list' && step.where !== undefined ? [step.where.source] : [];
  });

test('accounts bring their operations, and one of the same name replaces one of them', () => {
  const names = model.operations.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['signUp', 'logIn', 'logOut', 'me']));
  expect(operation('createUser')).toBeUndefined();
  expect(operation('logIn')).toMatchObject({ access: { isOpen: true }, rate: { limit: 30, perMs: 60_000 } });
});

test('records of another tenant and of another owner are out of reach', () => {
  expect(sources('listNotes')).toEqual(['record.team == actor.team']);
  expect(sources('updateNote')).toEqual(['record.team == actor.team', 'record.author == actor.id']);
});

test('an account is changed and deleted by itself alone, and files by whom their record is', () => {
  const { operations } = lower(
    readBlueprint(
      base
        .replace('    tenant: team\n  Note', '    tenant: team\n    api: [read, update, delete]\n  Note')
        .replace('password: password, role', 'password: password, portrait: file?, role')
        .replace(
          'title: text }',
          'title: text, scan: file? }\n    api: { update: { access: admin }, read: { access: anyone } }',
        ),
    ),
  );
  const opened = (name: string) => operations.find((one) => one.name === name);
  const own = { kind: 'require', condition: { source: 'record.id == actor.id' }, otherwise: { status: 403 } };
  for (const name of ['updateUser', 'deleteUser', 'uploadUserPortrait', 'removeUserPortrait'])
    expect(opened(name)?.steps).toContainEqual(
      expect.objectContaining({
        ...own,
        condition: expect.objectContaining(own.condition),
        otherwise: expect.objectContaining(own.otherwise),
      }),
    );
  expect(opened('uploadNoteScan')?.access).toMatchObject({ roles: ['admin'] });
  expect(opened('downloadNoteScan')?.access).toMatchObject({ isOpen: true });
});

test('no input of a whole entity says whose a record is', () => {
  expect(operation('createNote')?.input.map(({ name }) => name)).toEqual(['title']);
  const create = operation('createNote')?.steps.find((step) => step.kind === 'create');
  expect(create?.kind === 'create' && create.set.map(({ field }) => field)).toEqual(['author', 'team']);
});

test('secrets are hidden, and their hashes can be given to nothing but `verify`', () => {
  const user = model.entities.find(({ name }) => name === 'User');
  expect(user?.fields.find(({ name }) => name === 'password')?.isHidden).toBe(true);
  expect(codes(base.replace('token: session.token', 'token: user.password'))).toEqual(['not_assignable']);
});

test.each([
  ['accounts: { of: User, roles: role }', 'accounts: { of: Usr }', 'unknown_entity'],
  ['password: password, role', 'password: text, role', 'missing_field'],
  ['roles: role', 'roles: rol', 'unknown_field'],
  ['owner: author', 'owner: team', 'unknown_field'],
  ['access: anyone', 'access: public', 'unknown_role'],
  ['access: anyone', 'access: key', 'missing_key'],
  ['email: email unique,', 'email: email,', 'missing_key'],
  ['team: Team, email', 'email', 'unknown_field'],
  ['signIn: user', 'signIn: team', 'wrong_variable'],
  ['password: password, role', "password: 'password = secret', role", 'invalid_constraint'],
])('%s in place of %s is told as %s', (right, wrong, code) => {
  expect(codes(base.replace(right, wrong))).toContain(code);
});

function codes(yaml: string): readonly string[] {
  try {
    lower(readBlueprint(yaml));
    return [];
  } catch (error) {
    if (!(error instanceof BlueprintError)) throw error;
    return error.diagnostics.map((one) => one.code);
  }
}
