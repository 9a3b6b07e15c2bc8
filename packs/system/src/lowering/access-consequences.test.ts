import { expect, test } from 'vitest';
import { BlueprintError } from '../blueprint/errors.ts';
import { lowerBlueprint } from './lower-blueprint.ts';

const diary = (access: string) => `millwright: 1
name: diary
entities:
  User: { fields: { email: email unique, password: password, role: member | admin = member } }
  Note: { fields: { writer: User, text: text }, owner: writer }
${access}
operations:
  mine:
    http: GET /mine
    access: member
    do:
      - list: Note as notes
        where: record.writer == actor.id
  promote:
    http: POST /users/{user}/promote
    access: [admin]
    do:
      - load: User as user
      - update: user
        set: { role: admin, title: "'none'" }
`;

function told(access: string) {
  try {
    lowerBlueprint(diary(access));
    return [];
  } catch (error) {
    if (!(error instanceof BlueprintError)) throw error;
    return error.diagnostics.map(({ code, path }) => `${code} ${path}`);
  }
}

const own = 'unknown_field operations.promote.do[1].set.title';

test.each([
  ['access: { account: { of: User, roles: role } }', ['unknown_key access.account', own]],
  ['access: { accounts: { of: Usr, roles: role } }', ['unknown_entity access.accounts.of', own]],
  ['access: { accounts: { of: User, roles: rle } }', ['unknown_field access.accounts.roles', own]],
  ['', ['missing_key entities.Note.access', own]],
])(
  '%s: what is wrong with access is told once, and what is wrong elsewhere all the same',
  (access, expected) => {
    expect(told(access)).toEqual(expected);
  },
);
