import { expect, test } from 'vitest';
import { deriveScenarios } from '../../acceptance/derive-scenarios.ts';
import { requirementsFor } from '../../acceptance/testing/requirements-for.ts';
import { readBlueprint } from '../../blueprint/read-blueprint.ts';
import { lower } from '../../lowering/lower.ts';
import { mutantsOf } from './mutants.ts';
import { survivingMutants } from './surviving-mutants.ts';

const blueprint = `
millwright: 1
name: accounts
entities:
  Account:
    fields: { owner: text unique, balance: money 0.. = 0 }
    states: { values: [open, closed], actions: { close: open -> closed } }
operations:
  withdraw:
    http: POST /accounts/{account}/withdraw
    input: { amount: money 0.01.. }
    do:
      - load: Account as account
      - require: account.status == 'open'
        else: 409 closed
      - require: account.balance >= input.amount
        else: 422 insufficient_funds
      - increment: account.balance
        by: -input.amount
`;

function modelFor(...targets: readonly string[]) {
  const model = lower(readBlueprint(blueprint));
  const { scenarios } = deriveScenarios(requirementsFor(targets), model);
  return { ...model, scenarios };
}

test('each condition, write and uniqueness has a mutant', () => {
  expect(mutantsOf(modelFor()).map(({ what }) => what)).toEqual([
    'updateAccount without changing account',
    'deleteAccount without deleting account',
    'closeAccount without its 409 illegal_transition',
    'closeAccount without changing account',
    'withdraw without its 409 closed',
    'withdraw without its 422 insufficient_funds',
    'withdraw without adding to account.balance',
    'Account with equal values of owner',
  ]);
});

test('derived scenarios notice every behaviour that they are there to prove', () => {
  const model = modelFor(
    'operations.withdraw',
    'entities.Account.states.actions.close',
    'entities.Account.fields.owner',
  );
  const { tried, survivors } = survivingMutants(model);
  expect(survivors.map(({ what }) => what)).toEqual([]);
  expect(tried).toBeGreaterThanOrEqual(5);
});

test('a scenario that shows nothing lets mutants survive', () => {
  const [success] = modelFor('operations.withdraw').scenarios;
  const model = { ...modelFor(), scenarios: success ? [success] : [] };
  const { survivors } = survivingMutants(model);
  expect(survivors.map(({ what }) => what)).toContain('withdraw without its 409 closed');
});
