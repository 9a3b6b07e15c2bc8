import { expect, test } from 'vitest';
import { readBlueprint } from '../../blueprint/read-blueprint.ts';
import { lower } from '../../lowering/lower.ts';
import type { SystemModel } from '../../model/system.ts';
import { deriveScenarios } from '../derive-scenarios.ts';
import { playScenario } from '../simulation/play-scenario.ts';
import { requirementsFor } from '../testing/requirements-for.ts';

const planner = `
millwright: 1
name: shift-planner
entities:
  Shift:
    fields: { name: text, day: date, capacity: integer 1..20, tasks: 'text[] 1..10' }
    states: { values: [planned, closed], actions: { close: planned -> closed } }
  Helper: { fields: { name: text, email: email unique } }
  Place:
    fields: { shift: Shift on delete cascade, helper: Helper, task: text }
    api: [list, read, delete]
  Account: { fields: { owner: text, balance: money 0.. = 0 } }
operations:
  signUp:
    http: POST /shifts/{shift}/places
    input: { helper: Helper, task: text }
    do:
      - load: Shift as shift
      - require: shift.status == 'planned'
        else: 409 shift_closed
      - load: Helper as helper
        by: input.helper
      - require: input.task in shift.tasks
        else: 400 unknown_task
      - count: Place as places
        where: record.shift == shift.id
      - require: places < shift.capacity
        else: 409 shift_full
      - create: Place as place
        set: { shift: shift.id, helper: input.helper, task: input.task }
  move:
    http: POST /shifts/{shift}/move
    input: { day: date }
    do:
      - load: Shift as shift
      - require: input.day >= date(now)
        else: 422 day_in_the_past
      - require: input.day != shift.day
        else: 409 same_day
      - update: shift
        set: { day: input.day }
  transfer:
    http: POST /transfers
    input: { source: Account, target: Account, amount: money 0.01.. }
    do:
      - load: Account as source
        by: input.source
      - load: Account as target
        by: input.target
      - require: source.id != target.id
        else: 422 same_account
      - require: source.balance >= input.amount
        else: 422 insufficient_funds
      - increment: source.balance
        by: -input.amount
      - increment: target.balance
        by: input.amount
`;

function derived(yaml: string, operation: string) {
  const model = lower(readBlueprint(yaml));
  return { model, ...deriveScenarios(requirementsFor([`operations.${operation}`]), model) };
}

function without(model: SystemModel, operation: string, step: number): SystemModel {
  return {
    ...model,
    operations: model.operations.map((one) =>
      one.name === operation ? { ...one, steps: one.steps.filter((_, index) => index !== step) } : one,
    ),
  };
}

test.each([
  [
    'signUp',
    ['404 not_found', '409 shift_closed', '400 invalid_input', '400 unknown_task', '409 shift_full'],
  ],
  ['move', ['404 not_found', '422 day_in_the_past', '409 same_day']],
  ['transfer', ['400 invalid_input', '400 invalid_input', '422 same_account', '422 insufficient_funds']],
])('%s has an example for its success and for each refusal', (name, refusals) => {
  const { scenarios, unproven } = derived(planner, name);
  expect(unproven).toEqual([]);
  const titles = scenarios.map(({ title }) => title.replace(/^.* is refused: /, ''));
  expect(titles.slice(1).filter((title) => /^\d/.test(title))).toEqual(refusals);
});

test.each(['signUp', 'move', 'transfer'])('%s without one of its conditions fails a scenario', (name) => {
  const { model, scenarios } = derived(planner, name);
  const steps = model.operations.find((one) => one.name === name)?.steps ?? [];
  for (const [index, step] of steps.entries()) {
    if (step.kind !== 'require') continue;
    const faulty = without(model, name, index);
    const failed = scenarios.filter((scenario) => playScenario(faulty, scenario) !== undefined);
    expect(failed, step.condition.source).not.toEqual([]);
  }
});

test.each(['signUp', 'move', 'transfer'])('%s that writes nothing fails a scenario', (name) => {
  const { model, scenarios } = derived(planner, name);
  const steps = model.operations.find((one) => one.name === name)?.steps ?? [];
  for (const [index, step] of steps.entries()) {
    if (step.kind !== 'update' && step.kind !== 'increment') continue;
    const faulty = without(model, name, index);
    const failed = scenarios.filter((scenario) => playScenario(faulty, scenario) !== undefined);
    expect(failed, `${step.kind} at ${index}`).not.toEqual([]);
  }
});

test('what has no example is named', () => {
  const { unproven } = derived(planner.replace("shift.status == 'planned'", 'shift.capacity > 0'), 'signUp');
  expect(unproven).toEqual([
    {
      statement: 'R1',
      target: 'operations.signUp',
      why: 'no example was found for signUp that ends in 409 shift_closed',
    },
  ]);
});

test('a record that only a written operation creates can be listed, read and deleted in scenarios', () => {
  const model = lower(readBlueprint(planner));
  const targets = [
    'entities.Place',
    'entities.Place.api.list',
    'entities.Place.api.read',
    'entities.Place.api.delete',
  ];
  const { scenarios, unproven } = deriveScenarios(requirementsFor(targets), model);
  expect(unproven).toEqual([]);
  expect(new Set(scenarios.flatMap((scenario) => scenario.proves))).toEqual(
    new Set(['R1', 'R2', 'R3', 'R4']),
  );
  for (const scenario of scenarios) expect(playScenario(model, scenario)).toBeUndefined();
});

test('records that are named inside a list become what the rules ask of them', () => {
  const shop = `
millwright: 1
name: shop
types: { Line: { product: Product, quantity: integer 1..9 } }
entities:
  Product: { fields: { name: text, stock: integer 0.. = 0 } }
  Order:
    fields: { lines: 'Line[] 1..5' }
    states: { values: [placed, paid], actions: { pay: placed -> paid } }
    api: [read]
operations:
  placeOrder:
    http: POST /orders
    input: { lines: 'Line[] 1..5' }
    do:
      - each: line in input.lines
        do:
          - load: Product as product
            by: line.product
          - require: product.stock >= line.quantity
            else: 409 out_of_stock
          - increment: product.stock
            by: -line.quantity
      - create: Order as order
        from: input
`;
  const { unproven } = derived(shop, 'placeOrder');
  expect(unproven).toEqual([]);
  const model = lower(readBlueprint(shop));
  const targets = ['entities.Order', 'entities.Order.states.pay'];
  const { scenarios, unproven: others } = deriveScenarios(requirementsFor(targets), model);
  expect(others).toEqual([]);
  for (const scenario of scenarios) expect(playScenario(model, scenario), scenario.title).toBeUndefined();
});

test('fields and uniqueness of records that only written operations create are shown by those operations', () => {
  const club = `
millwright: 1
name: club
entities:
  Shift: { fields: { title: text, tasks: 'text[] 1..10' } }
  Place:
    fields: { shift: Shift on delete cascade, helper: text 1..80, task: text 1..80, visits: integer = 0 }
    unique: [[shift, helper]]
    api: [list, read]
operations:
  signUp:
    http: POST /shifts/{shift}/places
    input: { helper: text 1..80, task: text 1..80 }
    do:
      - load: Shift as shift
      - require: input.task in shift.tasks
        else: 400 unknown_task
      - upsert: Place
        key: { shift: shift.id, helper: input.helper }
        set: { task: input.task }
    answer: 201
`;
  const model = lower(readBlueprint(club));
  const targets = ['shift', 'helper', 'task'].map((name) => `entities.Place.fields.${name}`);
  const { scenarios, unproven } = deriveScenarios(
    requirementsFor([...targets, 'entities.Place.unique']),
    model,
  );
  expect(unproven).toEqual([]);
  for (const scenario of scenarios) expect(playScenario(model, scenario), scenario.title).toBeUndefined();
  const lax = {
    ...model,
    operations: model.operations.map((one) =>
      one.name === 'signUp'
        ? { ...one, input: one.input.map((field) => ({ ...field, type: { kind: 'text' as const } })) }
        : one,
    ),
  };
  expect(scenarios.some((scenario) => playScenario(lax, scenario) !== undefined)).toBe(true);
});

const stockroom = `
millwright: 1
name: stockroom
entities:
  Warehouse: { fields: { city: text } }
  Product: { fields: { name: text, isDiscontinued: boolean = false } }
  Stock:
    fields: { warehouse: Warehouse, product: Product, onHand: integer 0.. = 0, reserved: integer 0.. = 0 }
    unique: [[warehouse, product]]
    api: [list, read]
  Hold:
    fields: { stock: Stock, quantity: integer 1..100, until: datetime }
    states: { values: [held, shipped], actions: {} }
    api: [list, read]
operations:
  receive:
    http: POST /warehouses/{warehouse}/receipts
    input: { product: Product, quantity: integer 1..1000 }
    do:
      - load: Warehouse as warehouse
      - load: Product as product
        by: input.product
      - require: '!product.isDiscontinued'
        else: 409 discontinued
      - find: Stock as known
        by: { warehouse: warehouse.id, product: product.id }
      - upsert: Stock as stock
        key: { warehouse: warehouse.id, product: product.id }
        set: { onHand: '(known == null ? 0 : known.onHand) + input.quantity' }
  hold:
    http: POST /holds
    input: { warehouse: Warehouse, product: Product, quantity: integer 1..100 }
    do:
      - load: Stock as stock
        by: { warehouse: input.warehouse, product: input.product }
        else: 409 not_stocked
      - require: stock.onHand - stock.reserved >= input.quantity
        else: 409 too_little
      - increment: stock.reserved
        by: input.quantity
      - create: Hold as hold
        set: { stock: stock.id, quantity: input.quantity, until: 'now + minutes(15)' }
  ship:
    http: POST /holds/{hold}/ship
    do:
      - load: Hold as hold
      - require: hold.status == 'held'
        else: 409 not_held
      - require: hold.until > now
        else: 409 too_late
      - load: Stock as stock
        by: hold.stock
      - increment: stock.onHand
        by: -hold.quantity
      - increment: stock.reserved
        by: -hold.quantity
      - update: hold
        set: { status: shipped }
`;

test('what an operation needs is made by other operations on the same records', () => {
  for (const operation of ['receive', 'hold', 'ship']) {
    const { model, scenarios, unproven } = derived(stockroom, operation);
    expect(unproven, operation).toEqual([]);
    for (const scenario of scenarios) expect(playScenario(model, scenario), scenario.title).toBeUndefined();
  }
});

test('time passes where an operation can come too late', () => {
  const { scenarios } = derived(stockroom, 'ship');
  const late = scenarios.find(({ title }) => title.includes('409 too_late'));
  expect(late?.clock).toBeDefined();
  expect(late?.steps.filter(({ kind }) => kind === 'advance')).toEqual([
    { kind: 'advance', ms: 16 * 60_000 },
  ]);
});
