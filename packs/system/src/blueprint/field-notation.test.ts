import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldType } from '../model/field.ts';
import { readField } from './field-notation.ts';
import type { FieldNotation } from './field-notation.ts';
import { printField } from './print-field.ts';

function read(text: string): FieldNotation {
  const reading = readField(text);
  if ('problem' in reading) throw new Error(`${text}: ${reading.problem.message}`);
  return reading.notation;
}

function problem(text: string) {
  const reading = readField(text);
  return 'problem' in reading ? reading.problem : undefined;
}

describe('readField', () => {
  test('reads every kind of type', () => {
    expect(read('text 1..200').type).toEqual({ kind: 'text', minLength: 1, maxLength: 200 });
    expect(read('text').type).toEqual({ kind: 'text', minLength: 1, maxLength: 10_000 });
    expect(read('text? ..2000')).toEqual({ type: { kind: 'text', maxLength: 2000 }, isOptional: true });
    expect(read('integer 0..10 = 3').defaultValue).toEqual({ kind: 'literal', value: 3 });
    expect(read('low | medium | high = medium').type).toEqual({
      kind: 'enum',
      values: ['low', 'medium', 'high'],
    });
    expect(read("'in progress' | done").type).toEqual({ kind: 'enum', values: ['in progress', 'done'] });
    expect(read('email unique ignoring case').unique).toEqual({ ignoreCase: true });
    expect(read('Member? on delete clear').type).toEqual({
      kind: 'reference',
      entity: 'Member',
      onDelete: 'clear',
    });
    expect(read('text[] 0..5').type).toEqual({
      kind: 'list',
      of: { kind: 'text', minLength: 1, maxLength: 10_000 },
      minItems: 0,
      maxItems: 5,
    });
    expect(read('duration PT5M..8h = 90m')).toMatchObject({
      type: { kind: 'duration', minimum: 300_000, maximum: 28_800_000 },
      defaultValue: { kind: 'literal', value: 'PT1H30M' },
    });
    expect(printField(read('duration? 5m.. = PT300S'))).toBe('duration? PT5M.. = PT5M');
    expect(read('time = 08:00:00').defaultValue).toEqual({ kind: 'literal', value: '08:00' });
    expect(read('date = today').defaultValue).toEqual({ kind: 'today' });
    expect(read('money 0..').type).toEqual({ kind: 'money', minimum: 0 });
    expect(read('text /[A-Z]{2}\\/\\d+/').type).toMatchObject({ pattern: '[A-Z]{2}/\\d+' });
    expect(read('number -1.5..0.25').type).toEqual({ kind: 'number', minimum: -1.5, maximum: 0.25 });
    expect(read('(red | blue)[] = [red]').defaultValue).toEqual({ kind: 'literal', value: ['red'] });
  });

  test.each([
    ['txt', 'unknown_type', 0, 'Did you mean `text`?'],
    ['string', 'unknown_type', 0, 'Did you mean `text`?'],
    ['text 20..1', 'invalid_range', 5, 'Did you mean `1..20`?'],
    ['text unqiue', 'invalid_field', 5, 'Did you mean `unique`?'],
    ['text optional', 'invalid_field', 5, 'Write `?` right after the type: `text?`.'],
    ['duration 5..60', 'invalid_range', 9, 'Write `duration PT5M..PT8H`, `duration 5m..`.'],
    ['duration soon..', 'invalid_range', 9, 'Write `PT5M..PT8H`, `PT5M..` or `..8h`.'],
    ['duration PT1H = P1Y', 'invalid_field', 9, undefined],
    ['duration = 15', 'invalid_default', 11, undefined],
    ['low | high = hihg', 'invalid_default', 13, 'Did you mean `high`?'],
    ['Member on delete clear', 'invalid_constraint', 0, 'Write `Member? on delete clear`.'],
  ])('explains %j', (text, code, offset, suggestion) => {
    expect(problem(text)).toMatchObject({ code, offset, suggestion });
  });

  test.each([
    ['', 'invalid_field', 0],
    ['integer 0..10 = 11', 'invalid_default', 16],
    ['integer 1.5..', 'invalid_range', 8],
    ['boolean 1..2', 'invalid_range', 8],
    ['text /(/', 'invalid_pattern', 5],
    ['integer /a/', 'invalid_pattern', 8],
    ['open | open', 'invalid_field', 7],
    ['date = 2026-02-30', 'invalid_default', 7],
    ['text = some words', 'invalid_field', 12],
    ["text = 'no end", 'invalid_field', 7],
    ['text unique unique', 'invalid_constraint', 12],
    ['text on delete cascade', 'invalid_constraint', 15],
    ['Member = x', 'invalid_default', 9],
    ['text 5', 'invalid_range', 5],
  ])('refuses %j', (text, code, offset) => {
    expect(problem(text)).toMatchObject({ code, offset });
  });

  test('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), pieces), (text) => {
        readField(text);
      }),
    );
  });
});

const pieces = fc
  .array(
    fc.constantFrom(
      'text',
      'integer',
      'Member',
      '?',
      '[]',
      '1..3',
      '..',
      '|',
      '=',
      "'",
      '/a/',
      'unique',
      'on delete',
      '[',
      ' ',
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(' '));

const word = fc.stringMatching(/^[a-zA-Z0-9 .'/|=-]{1,8}$/).filter((text) => text.trim() === text);
const bounds = fc.tuple(fc.nat(50), fc.nat(50)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

const scalarType: fc.Arbitrary<FieldType> = fc.oneof(
  fc.constantFrom<FieldType>(
    { kind: 'boolean' },
    { kind: 'date' },
    { kind: 'time' },
    { kind: 'datetime' },
    { kind: 'text', format: 'email' },
    { kind: 'integer' },
    { kind: 'number', minimum: -0.5 },
    { kind: 'money', maximum: 12.5 },
  ),
  bounds.map(([minimum, maximum]): FieldType => ({ kind: 'integer', minimum, maximum })),
  fc.uniqueArray(word, { minLength: 1, maxLength: 4 }).map((values): FieldType => ({ kind: 'enum', values })),
  fc
    .constantFrom('restrict' as const, 'cascade' as const)
    .map((onDelete): FieldType => ({ kind: 'reference', entity: 'Member', onDelete })),
);

const field: fc.Arbitrary<FieldNotation> = fc
  .record({
    type: fc.oneof(
      scalarType,
      scalarType.map((of): FieldType => ({ kind: 'list', of: isBounded(of) ? { kind: 'integer' } : of })),
      bounds.map(([minLength, maxLength]): FieldType => ({ kind: 'text', minLength, maxLength })),
      fc
        .constantFrom('a/b', '\\d+', '[/]')
        .map((pattern): FieldType => ({ kind: 'text', pattern, minLength: 1, maxLength: 10_000 })),
    ),
    isOptional: fc.boolean(),
    isUnique: fc.boolean(),
    choice: fc.nat(),
  })
  .map(({ type, isOptional, isUnique, choice }) => ({
    type,
    isOptional,
    ...(isUnique && type.kind !== 'list' ? { unique: { ignoreCase: false } } : {}),
    ...(type.kind === 'enum'
      ? {
          defaultValue: { kind: 'literal' as const, value: type.values[choice % type.values.length] ?? null },
        }
      : {}),
  }));

/** Items of a list take no constraints of their own. */
function isBounded(type: FieldType): boolean {
  return 'minimum' in type || 'maximum' in type;
}

test('what printField writes reads back as the same field', () => {
  fc.assert(
    fc.property(field, (notation) => {
      expect(read(printField(notation))).toEqual(notation);
    }),
    { numRuns: 500 },
  );
});
