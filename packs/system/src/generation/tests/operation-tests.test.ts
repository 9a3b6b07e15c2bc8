import { expect, test } from 'vitest';
import { readBlueprint } from '../../blueprint/read-blueprint.ts';
import { lower } from '../../lowering/lower.ts';
import { operationTests } from './operation-tests.ts';

const blueprint = `
millwright: 1
name: diary
ACCESS
entities:
  Person: { fields: { email: email unique, password: password 8.. }, api: [] }
  Entry:
    OWNER
    fields: { author: Person, text: text 1..500 }
`;

const testsOf = (yaml: string, name: string) => {
  const model = lower(readBlueprint(yaml));
  const entity = model.entities.find((one) => one.name === name);
  return entity === undefined ? [] : operationTests(model, entity).map(({ code }) => code);
};

test('operations that know who asks are tested in process, each way they can end', () => {
  const guarded = blueprint
    .replace('ACCESS', 'access: { accounts: { of: Person, login: email }, default: signedIn }')
    .replace('OWNER', 'owner: author');
  const codes = testsOf(guarded, 'Person');
  expect(codes.length).toBeGreaterThan(1);
  expect(codes.join('\n')).toContain('/log-in');
  expect(testsOf(guarded, 'Entry').length).toBeGreaterThan(1);
});

test('without access unit tests do it', () => {
  const open = blueprint.replace('ACCESS\n', '').replace('    OWNER\n', '').replace('password 8..', 'text');
  expect(testsOf(open, 'Entry')).toEqual([]);
});
