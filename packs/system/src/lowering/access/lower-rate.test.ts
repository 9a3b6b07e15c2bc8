import { expect, test } from 'vitest';
import { readBlueprint } from '../../blueprint/read-blueprint.ts';
import type { Rate } from '../../model/access.ts';
import { lower } from '../lower.ts';

const base = `
millwright: 1
name: weather
config: { listed: secret }
entities:
  User: { fields: { email: email unique, password: password } }
  ApiKey: { fields: { owner: User, name: text, token: token }, owner: owner }
  Reading: { fields: { value: number } }
access: { accounts: { of: User }, keys: { of: ApiKey } }
operations:
  count:
    http: GET /count
    access: key
    rate: 5 per minute
    do: [{ count: Reading as readings }]
`;

const rateOf = (yaml: string): Rate | undefined =>
  lower(readBlueprint(yaml)).operations.find(({ name }) => name === 'count')?.rate;

test.each([
  ['access: key', ['keyId']],
  ['access: signedIn', ['actorId']],
  ['access: [signedIn, key]', ['actorId', 'keyId']],
  ['access: anyone', undefined],
])('where there are accounts and keys, %s counts by %j', (access, callers) => {
  expect(rateOf(base.replace('access: key', access))?.callers).toEqual(callers);
});

test('the only callers there are, keys, are who acts', () => {
  const keysOnly = base.replace('accounts: { of: User }, ', '').replace(', owner: owner', '');
  expect(rateOf(keysOnly)?.callers).toEqual(['actorId']);
  const listed = keysOnly.replace('{ of: ApiKey }', '{ from: config.listed }');
  expect(rateOf(listed)?.callers).toEqual(['key']);
});

test('nobody asks where only accounts are known and nobody need have one', () => {
  const open = base.replace(', keys: { of: ApiKey }', '').replace('access: key', 'access: anyone');
  expect(rateOf(open)).toEqual({ limit: 5, perMs: 60_000 });
});

test('a key may be counted by its id', () => {
  const rate = rateOf(base.replace('5 per minute', '{ limit: 5, per: 1m, key: key.id }'));
  expect(rate?.key?.source).toBe('key.id');
  expect(rate?.callers).toBeUndefined();
});
