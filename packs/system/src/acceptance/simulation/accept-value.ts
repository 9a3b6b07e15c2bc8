import type { Field, FieldType, TextFormat } from '../../model/field.ts';
import { canonicalValue } from '../../model/canonical-value.ts';
import { durationMs } from '../../expression/duration.ts';
import { type ByKind, byKind } from '../by-kind.ts';
import type { Value } from './evaluate.ts';

type TypeOf<Kind extends FieldType['kind']> = Extract<FieldType, { kind: Kind }>;

const accepted: ByKind<FieldType, [value: Value], boolean> = {
  text: (type, value) => typeof value === 'string' && isText(type, value),
  integer: (type, value) => Number.isSafeInteger(value) && isWithin(type, value),
  number: isWithin,
  money: (type, value) => isWithin(type, value) && hasCents(value),
  boolean: (_, value) => typeof value === 'boolean',
  date: (_, value) => isDay(value),
  time: (_, value) => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(value),
  datetime: (_, value) => isInstant(value),
  duration: isLength,
  enum: ({ values }, value) => typeof value === 'string' && values.includes(value),
  reference: (_, value) => typeof value === 'string',
  list: isList,
  object: ({ fields }, value) => isObject(value) && areFields(fields, value),
  json: () => true,
};

/** Where a value that is not accepted is wrong: `''` as a whole, `0.quantity` inside. */
export function placeOfFault(type: FieldType, value: Value): string {
  if (type.kind === 'list' && Array.isArray(value)) {
    const index = value.findIndex((item: Value) => !isAccepted(type.of, item));
    return index < 0 ? '' : `.${index}${placeOfFault(type.of, value[index] as Value)}`;
  }
  if (type.kind !== 'object' || !isObject(value)) return '';
  const unknown = Object.keys(value).find((key) => !type.fields.some((field) => field.name === key));
  if (unknown !== undefined) return `.${unknown}`;
  const wrong = type.fields.find((field) => !isFieldAccepted(field, value[field.name]));
  const given = wrong && value[wrong.name];
  return wrong === undefined
    ? ''
    : `.${wrong.name}${given === undefined ? '' : placeOfFault(wrong.type, given)}`;
}

/** Whether a value is one of the type; references are looked up elsewhere. */
export function isAccepted(type: FieldType, value: Value): boolean {
  return byKind(accepted, type, value);
}

function isText(type: TypeOf<'text'>, value: string): boolean {
  const length = [...value].length;
  return (
    length >= (type.minLength ?? 0) &&
    length <= (type.maxLength ?? Number.POSITIVE_INFINITY) &&
    (type.pattern === undefined || new RegExp(`^(?:${type.pattern})$`, 'u').test(value)) &&
    (type.format === undefined || formats[type.format](value))
  );
}

const formats: Readonly<Record<TextFormat, (value: string) => boolean>> = {
  email: (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
  url: (value) => /^https?:\/\//.test(value) && URL.canParse(value),
  uuid: (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
  phone: (value) => /^\+?[\d ()/.-]{5,}$/.test(value),
  isbn: isIsbn13,
};

function isIsbn13(value: string): boolean {
  const digits = value.replaceAll('-', '');
  const sum = [...digits].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  );
  return /^\d{13}$/.test(digits) && sum % 10 === 0;
}

function isWithin({ minimum, maximum }: TypeOf<'integer' | 'number' | 'money'>, value: Value): boolean {
  return (
    typeof value === 'number' &&
    value >= (minimum ?? Number.NEGATIVE_INFINITY) &&
    value <= (maximum ?? Number.POSITIVE_INFINITY)
  );
}

function isLength(
  { minimum = 0, maximum = Number.POSITIVE_INFINITY }: TypeOf<'duration'>,
  value: Value,
): boolean {
  if (typeof value !== 'string' || !value.startsWith('P')) return false;
  const length = durationMs(value);
  return length !== undefined && length >= minimum && length <= maximum;
}

function hasCents(value: Value): boolean {
  const cents = Number(value) * 100;
  return Math.abs(cents - Math.round(cents)) < 1e-6;
}

function isDay(value: Value): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function isInstant(value: Value): boolean {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

function isList(type: TypeOf<'list'>, value: Value): boolean {
  return (
    Array.isArray(value) &&
    value.length >= (type.minItems ?? 0) &&
    value.length <= (type.maxItems ?? Number.POSITIVE_INFINITY) &&
    value.every((item: Value) => isAccepted(type.of, item))
  );
}

function areFields(fields: readonly Field[], value: Readonly<Record<string, Value>>): boolean {
  const areKnown = Object.keys(value).every((key) => fields.some((field) => field.name === key));
  return areKnown && fields.every((field) => isFieldAccepted(field, value[field.name]));
}

function isFieldAccepted(field: Field, item: Value | undefined): boolean {
  if (item === undefined) return field.isOptional || field.defaultValue !== undefined;
  return item === null ? field.isOptional : isAccepted(field.type, item);
}

/** The value as it is stored: in its one form, and of an object every field, by its default or as null. */
export function completed(type: FieldType, value: Value): Value {
  if (type.kind === 'list' && Array.isArray(value))
    return value.map((item: Value) => completed(type.of, item));
  if (type.kind !== 'object' || !isObject(value)) return canonicalValue(type, value);
  return Object.fromEntries(
    type.fields.map((field) => {
      const given = value[field.name];
      const standard = field.defaultValue?.kind === 'literal' ? field.defaultValue.value : null;
      return [field.name, given === undefined ? standard : completed(field.type, given)];
    }),
  );
}

export function isObject(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
