import { describe, expect, test } from 'vitest';
import { BlueprintError } from '../blueprint/errors.ts';
import { lowerBlueprint } from './lower-blueprint.ts';

const withSlot = (slot: string, call = 'priceFor(input.weight, input.zone)') => `millwright: 1
name: parcels
entities:
  Parcel:
    fields: { weight: number 0.1..50, zone: near | far, note: text?, price: money 0.. }
    api: [list]
slots:
  ${slot}
operations:
  post:
    http: POST /parcels
    input: { weight: number 0.1..50, zone: near | far, note: text? }
    do:
      - create: Parcel
        from: input
        set: { price: "${call}" }
`;

const priceFor = 'priceFor: { input: { weight: number, zone: near | far }, output: money }';

function problemsOf(yaml: string): readonly string[] {
  try {
    lowerBlueprint(yaml);
    return [];
  } catch (error) {
    if (error instanceof BlueprintError) return error.diagnostics.map(({ code, path }) => `${code} ${path}`);
    throw error;
  }
}

describe('slots', () => {
  test('have a signature, examples in the order of the parameters, and code', () => {
    const { model } = lowerBlueprint(
      withSlot(
        'priceFor: { input: { weight: number, zone: near | far }, output: money, code: return weight;, examples: [{ given: { zone: far, weight: 2 }, gives: 9.5 }] }',
      ),
    );
    expect(model.slots).toMatchObject([
      { name: 'priceFor', code: 'return weight;', examples: [{ given: [2, 'far'], gives: 9.5 }] },
    ]);
  });

  test.each([
    ['a call with too few arguments', priceFor, 'priceFor(input.weight)', 'wrong_arguments'],
    ['a call with the wrong type', priceFor, "priceFor(input.weight, 'no')", 'not_in_enum'],
    ['a call with a value of another type', priceFor, 'priceFor(input.zone, input.zone)', 'wrong_arguments'],
    [
      'a call with what may be null',
      'priceFor: { input: { note: text }, output: money }',
      'priceFor(input.note)',
      'may_be_null',
    ],
    [
      'a result of another type',
      'priceFor: { input: { w: number }, output: text }',
      'priceFor(input.weight)',
      'not_assignable',
    ],
    ['a misspelled call', priceFor, 'pricefor(input.weight, input.zone)', 'unknown_function'],
  ])('%s is refused', (_, slot, call, code) => {
    const problems = problemsOf(withSlot(slot, call));
    expect(problems[0]).toBe(`${code} operations.post.do[0].set.price`);
  });

  test.each([
    ['the name of a function', 'round: { input: { a: number }, output: number }', 'name_clash slots.round'],
    ['the name of an operation', 'post: { input: { a: number }, output: number }', 'name_clash slots.post'],
    [
      'an example with an unknown parameter',
      'x: { input: { a: number }, output: number, examples: [{ given: { a: 1, b: 2 }, gives: 1 }] }',
      'unknown_field slots.x.examples[0].given.b',
    ],
    [
      'an example without a parameter',
      'x: { input: { a: number }, output: number, examples: [{ given: {}, gives: 1 }] }',
      'missing_field slots.x.examples[0].given.a',
    ],
    [
      'an example with a wrong result',
      'x: { input: { a: number }, output: number, examples: [{ given: { a: 1 }, gives: one }] }',
      'not_assignable slots.x.examples[0].gives',
    ],
  ])('%s is refused', (_, slot, problem) => {
    expect(problemsOf(withSlot(slot, '1'))).toContain(problem);
  });
});
