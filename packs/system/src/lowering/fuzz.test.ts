import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BlueprintError } from '../blueprint/errors.ts';
import { diagnosticCodes } from '../blueprint/diagnostic.ts';
import { readBlueprint } from '../blueprint/read-blueprint.ts';
import { lower } from './lower.ts';

const sound = `millwright: 1
name: shifts
storage: sqlite
interfaces: { http: { port: 9000, prefix: /api } }
entities:
  Shift:
    fields:
      title: text 1..80
      tasks: text[] 1..10
      seats: integer 0..100 = 3
      day: date = today
      owner: Member? on delete clear
    states: { field: state, values: [planned, closed], actions: { close: planned -> closed } }
    filters: [title, day]
    sort: -day
  Place:
    fields: { shift: Shift on delete cascade, helper: text 1..80, task: text }
    unique: [[shift, helper]]
    api: [list, read]
  Member:
    fields: { email: email unique ignoring case, balance: money 0.. = 0 }
events:
  placeTaken: { shift: Shift, helper: text? }
operations:
  signUp:
    http: POST /shifts/{shift}/places
    input: { helper: text 1..80, task: text }
    do:
      - load: Shift as shift
      - require: shift.state == 'planned' && shift.day >= today
        else: 409 shift_closed
      - count: Place as taken
        where: record.shift == shift.id
      - require: taken < shift.seats
        else: '409 full: No place left'
      - upsert: Place
        key: { shift: shift.id, helper: input.helper }
        set: { task: input.task }
      - emit: placeTaken
        set: { shift: shift.id, helper: input.helper.trim() }
    answer: 201
  pay:
    http: POST /members/{member}/payments
    input: { amount: money 0.01.. }
    do:
      - load: Member as member
      - increment: member.balance
        by: input.amount
      - compute: rest
        value: size(member.email) + 1
    answer: { status: 200, body: { balance: member.balance, rest: rest } }
components:
  api: { kind: ApiEndpoint }
  shiftController: { kind: Controller, entity: Shift }
  placeController: { kind: Controller, entity: Place }
  memberController: { kind: Controller, entity: Member }
  store: { kind: Store }
bindings:
  - api.shift -> shiftController.requests
  - api.place -> placeController.requests
  - connect: api.member -> memberController.requests
    buffer: 100
  - shiftController.store -> store.transactions
  - placeController.store -> store.transactions
  - memberController.store -> store.transactions
scenarios:
  - title: sign up
    proves: [R1]
    steps:
      - request: POST /shifts
        body: { title: a, tasks: [cook] }
        expect: 201
        save: { shift: id }
      - restart: true
      - request: POST /shifts/\${shift}/places
        body: { helper: Ann, task: cook }
        expect: { status: 201, body: { helper: Ann } }
`;

function tryToLower(yaml: string): void {
  try {
    lower(readBlueprint(yaml));
  } catch (error) {
    if (!(error instanceof BlueprintError)) throw error;
    for (const { code, line, column, message } of error.diagnostics) {
      expect(diagnosticCodes).toHaveProperty(code);
      expect(line, message).toBeGreaterThan(0);
      expect(column, message).toBeGreaterThan(0);
    }
  }
}

test('the blueprint that is mutated below is sound', () => {
  expect(lower(readBlueprint(sound)).operations.map(({ name }) => name)).toContain('signUp');
});

const words = sound.match(/[A-Za-z]+|[0-9]+|[^\sA-Za-z0-9]+/g) ?? [];
const junk = fc.oneof(
  fc.constantFrom(...words),
  fc.constantFrom(
    'constructor',
    '__proto__',
    'toString',
    'null',
    'true',
    '-1',
    '[]',
    '{}',
    "''",
    'Shift?',
    '->',
    '${',
    'input',
    'record',
  ),
  fc.string({ maxLength: 4 }),
);

/** Replaces a word, drops a line, repeats a line, or puts junk somewhere. */
const mutation = fc.tuple(fc.constantFrom('word', 'drop', 'repeat', 'insert'), fc.nat(), junk);

function mutate(text: string, [kind, position, piece]: readonly [string, number, string]): string {
  if (kind === 'word') {
    const at = position % words.length;
    let seen = -1;
    return text.replaceAll(/[A-Za-z]+|[0-9]+|[^\sA-Za-z0-9]+/g, (word) => {
      seen += 1;
      return seen === at ? piece : word;
    });
  }
  const lines = text.split('\n');
  const line = position % lines.length;
  if (kind === 'drop') lines.splice(line, 1);
  else if (kind === 'repeat') lines.splice(line, 0, lines[line] ?? '');
  else lines[line] = `${lines[line]?.slice(0, position % 40)}${piece}${lines[line]?.slice(position % 40)}`;
  return lines.join('\n');
}

test('however a blueprint is broken, the worst that happens is a BlueprintError with a place', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
      tryToLower(mutations.reduce(mutate, sound));
    }),
    { numRuns: 300 },
  );
});
