import type { Field, FieldType, TextFormat } from '../../model/field.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { durationText } from '../../expression/duration.ts';
import { type ByKind, byKind } from '../by-kind.ts';
import { spaced } from '../../naming/letter-case.ts';
import { referredEntities } from './referred-entities.ts';
import { sampleFormat } from './sample-format.ts';
import { sampleText } from './sample-text.ts';
import { type SampleContext, sampleValue } from './sample-value.ts';

export type Fault = 'type' | 'range' | 'format' | 'values' | 'reference' | 'item';

export interface InvalidValue {
  readonly value: JsonValue;
  /** Ends the sentence "is refused because it …": "is shorter than 3 characters". */
  readonly why: string;
  /** The part of the field's declaration that refuses it. */
  readonly fault: Fault;
  /** Where inside the value it is wrong: `street`, `0.quantity`. Absent when it is wrong as a whole. */
  readonly at?: string;
}

/** The id of no record. */
export const unknownId = '00000000-0000-4000-8000-000000000000';

/** The longest text worth sending to show that a limit holds. */
const longestText = 100_000;

/** Values the field must refuse, each for one reason only. Null is not among them: it stands for "absent". */
export function invalidValues(field: Field, context: SampleContext): readonly InvalidValue[] {
  return invalidOf(field.type, field, context);
}

type TypeOf<Kind extends FieldType['kind']> = Extract<FieldType, { kind: Kind }>;

const faulty: ByKind<FieldType, [field: Field, context: SampleContext], readonly InvalidValue[]> = {
  text: (type, field, context) => [wrongType(42, 'a text'), ...invalidTexts(type, field, context)],
  integer: (type) => [wrongType(1.5, 'a whole number'), wrongType('seven', 'a number'), ...outside(type, 1)],
  number: (type) => [wrongType('seven', 'a number'), ...outside(type, 0.5)],
  money: (type) => [
    wrongType('twelve', 'a number'),
    wrongType(12.345, 'an amount with two decimals'),
    ...outside(type, 0.01),
  ],
  boolean: () => [wrongType('yes', 'true or false')],
  date: () => [wrongType('tomorrow', 'a date'), wrongType('2031-02-30', 'a day of the calendar')],
  time: () => [wrongType('noon', 'a time'), wrongType('25:00', 'a time of the day')],
  datetime: () => [wrongType('yesterday', 'an instant'), wrongType('2031-05-14', 'an instant with its time')],
  duration: (type) => [
    wrongType('soon', 'a duration'),
    wrongType('P1M', 'a duration of weeks, days or time'),
    ...outside(type, 1_000).map(({ value, ...one }) => ({ ...one, value: durationText(Number(value)) })),
  ],
  enum: ({ values }) => [{ value: foreignTo(values), why: 'is not one of the values', fault: 'values' }],
  reference: () => [
    wrongType(42, 'an id'),
    { value: unknownId, why: 'refers to nothing that exists', fault: 'reference' },
  ],
  list: invalidLists,
  object: invalidObjects,
  json: () => [],
};

function invalidOf(type: FieldType, field: Field, context: SampleContext): readonly InvalidValue[] {
  return byKind(faulty, type, field, context);
}

function wrongType(value: JsonValue, expected: string): InvalidValue {
  return { value, why: `is not ${expected}`, fault: 'type' };
}

function invalidTexts(type: TypeOf<'text'>, field: Field, context: SampleContext): readonly InvalidValue[] {
  const isPlain = type.format === undefined && type.pattern === undefined;
  const found: InvalidValue[] = isPlain ? wrongLengths(type, field, context) : [];
  if (type.format) {
    found.push({ value: malformed(type.format), why: `is not ${formatName[type.format]}`, fault: 'format' });
  }
  if (type.pattern !== undefined) {
    const value = mismatch(type);
    if (value !== undefined) found.push({ value, why: 'does not have the required form', fault: 'format' });
  }
  return found;
}

function wrongLengths(
  { minLength = 0, maxLength = longestText }: TypeOf<'text'>,
  field: Field,
  context: SampleContext,
): InvalidValue[] {
  const found: InvalidValue[] = [];
  if (minLength === 1) found.push({ value: '', why: 'is empty', fault: 'range' });
  if (minLength > 1) {
    const value = sampleText(context.owner, field.name, { maxLength: minLength - 1 }, context.n);
    found.push({ value, why: `is shorter than ${minLength} characters`, fault: 'range' });
  }
  if (maxLength < longestText) {
    const value = 'x'.repeat(maxLength + 1);
    found.push({ value, why: `is longer than ${maxLength} characters`, fault: 'range' });
  }
  return found;
}

const formatName: Readonly<Record<TextFormat, string>> = {
  email: 'an email address',
  url: 'a web address',
  uuid: 'a UUID',
  phone: 'a phone number',
  isbn: 'an ISBN',
};

function malformed(format: TextFormat): string {
  if (format !== 'isbn') return `not-${format}`;
  const right = sampleFormat('isbn', 0);
  return right.slice(0, -1) + ((Number(right.at(-1)) + 1) % 10);
}

/** A text of allowed length that the pattern does not match. */
function mismatch(type: TypeOf<'text'>): string | undefined {
  const whole = new RegExp(`^(?:${type.pattern})$`, 'u');
  const length = Math.max(1, type.minLength ?? 1);
  const candidates = ['?', '!', 'x', '0', ' ', '\n', 'ß', '~'].map((character) => character.repeat(length));
  return candidates.find((candidate) => !whole.test(candidate));
}

function outside(
  type: TypeOf<'integer' | 'number' | 'money' | 'duration'>,
  step: number,
): readonly InvalidValue[] {
  const found: InvalidValue[] = [];
  if (type.minimum !== undefined)
    found.push({ value: rounded(type.minimum - step), why: `is below ${type.minimum}`, fault: 'range' });
  if (type.maximum !== undefined)
    found.push({ value: rounded(type.maximum + step), why: `is above ${type.maximum}`, fault: 'range' });
  return found;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function foreignTo(values: readonly string[]): string {
  let candidate = 'something else';
  while (values.includes(candidate)) candidate += '!';
  return candidate;
}

function invalidLists(type: TypeOf<'list'>, field: Field, context: SampleContext): readonly InvalidValue[] {
  const found: InvalidValue[] = [wrongType('text', 'a list')];
  const item = (n: number) => sampleValue({ ...field, type: type.of }, { ...context, n });
  const items = (count: number) => Array.from({ length: count }, (_, index) => item(index) ?? null);
  const { minItems = 0, maxItems } = type;
  if (minItems > 0)
    found.push({ value: items(minItems - 1), why: `has fewer than ${minItems} items`, fault: 'range' });
  if (maxItems !== undefined && maxItems < 1000)
    found.push({ value: items(maxItems + 1), why: `has more than ${maxItems} items`, fault: 'range' });
  if (maxItems === 0) return found;
  const others = items(Math.max(0, minItems - 1));
  return [
    ...found,
    ...invalidItems(type, field, context).map((one) => ({ ...one, value: [one.value, ...others] })),
  ];
}

/** What the first item may be to spoil a list. */
function invalidItems({ of }: TypeOf<'list'>, field: Field, context: SampleContext): readonly InvalidValue[] {
  const bad = invalidOf(of, field, context);
  return (of.kind === 'object' ? bad : bad.slice(0, 1)).map(({ value, why, fault, at }) => {
    const reason = { value, why: `has an item that ${why}` };
    return at === undefined ? { ...reason, fault: 'item' } : { ...reason, fault, at: `0.${at}` };
  });
}

/** The object as a whole, what it lacks, what it has too much, and each of its fields in turn. */
function invalidObjects(
  type: TypeOf<'object'>,
  field: Field,
  context: SampleContext,
): readonly InvalidValue[] {
  const found: InvalidValue[] = [wrongType('text', 'an object')];
  const sample = sampleValue({ ...field, type }, context);
  if (!isMapping(sample)) return found;
  const required = type.fields.filter((one) => !one.isOptional && one.defaultValue === undefined);
  for (const { name } of required) {
    const value = Object.fromEntries(Object.entries(sample).filter(([key]) => key !== name));
    found.push({ value, why: `has no ${spaced(name)}`, fault: 'type', at: name });
  }
  found.push({
    value: { ...sample, unexpected: 1 },
    why: 'has a field that nobody knows',
    fault: 'type',
    at: 'unexpected',
  });
  return [...found, ...invalidMembers(type, sample, context)];
}

function invalidMembers(
  { fields }: TypeOf<'object'>,
  sample: Readonly<Record<string, JsonValue>>,
  context: SampleContext,
): readonly InvalidValue[] {
  const referring = fields.find((field) => referredEntities(field.type).length > 0);
  return fields.flatMap((field) =>
    invalidOf(field.type, field, context)
      // The first id that leads nowhere ends the request, whatever follows.
      .filter(({ fault }) => fault !== 'reference' || field === referring)
      .slice(0, membersShown)
      .map(({ value, why, fault, at }) => ({
        value: { ...sample, [field.name]: value },
        why: `has a ${spaced(field.name)} that ${why}`,
        fault,
        at: at === undefined ? field.name : `${field.name}.${at}`,
      })),
  );
}

/** More wrong values than this of one field inside an object show nothing new. */
const membersShown = 3;

function isMapping(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
