import { didYouMean } from '../naming/nearest-name.ts';
import type { DefaultValue, FieldType, Literal } from '../model/field.ts';
import { durationMs, durationText } from '../expression/duration.ts';
import { canonicalValue } from '../model/canonical-value.ts';
import type { WrittenLiteral } from './field-scanner.ts';

type LiteralReading =
  | { readonly value: DefaultValue }
  | { readonly message: string; readonly suggestion?: string | undefined };

/** Gives a written default the meaning its type has for it, or tells why it is no value of that type. */
export function literalOfType(type: FieldType, written: WrittenLiteral): LiteralReading {
  if (!written.isQuoted && written.text === 'today' && type.kind === 'date')
    return { value: { kind: 'today' } };
  if (!written.isQuoted && written.text === 'now' && type.kind === 'datetime')
    return { value: { kind: 'now' } };
  const made = madeDefault(type, written);
  if (made !== undefined) return { value: made };
  const result = readLiteral(type, written);
  return 'literal' in result ? { value: { kind: 'literal', value: result.literal } } : result;
}

/** What the system makes for each record. */
function madeDefault(type: FieldType, { text, isQuoted }: WrittenLiteral): DefaultValue | undefined {
  if (isQuoted) return undefined;
  if (text === 'next' && type.kind === 'integer') return { kind: 'next' };
  return text === 'uuid' && type.kind === 'text' && type.format === 'uuid' ? { kind: 'uuid' } : undefined;
}

type Reading =
  | { readonly literal: Literal }
  | { readonly message: string; readonly suggestion?: string | undefined };

function readLiteral(type: FieldType, written: WrittenLiteral): Reading {
  if (type.kind === 'list') return readList(type, written);
  if (written.items !== undefined) return { message: `Expected ${expectation(type)}, got a list.` };
  switch (type.kind) {
    case 'text':
      return readText(type, written);
    case 'enum':
      return readEnumValue(type.values, written.text);
    case 'boolean':
      return readBoolean(type, written);
    case 'date':
    case 'time':
    case 'datetime':
      return readTime(type, written);
    default:
      return readAmount(type, written);
  }
}

function readAmount(type: FieldType, written: WrittenLiteral): Reading {
  if (type.kind === 'duration') return readDuration(type, written);
  return isNumberType(type) ? readNumber(type, written) : withoutDefault(type);
}

type NumberType = Extract<FieldType, { kind: 'integer' | 'number' | 'money' }>;

function isNumberType(type: FieldType): type is NumberType {
  return type.kind === 'integer' || type.kind === 'number' || type.kind === 'money';
}

function withoutDefault(type: FieldType): Reading {
  return { message: `A field of this type (${expectation(type)}) has no default.` };
}

function readBoolean(type: FieldType, written: WrittenLiteral): Reading {
  return /^(true|false)$/.test(written.text) ? { literal: written.text === 'true' } : mismatch(type, written);
}

function readEnumValue(values: readonly string[], text: string): Reading {
  if (values.includes(text)) return { literal: text };
  return {
    message: `\`${text}\` is not among ${values.map((value) => `\`${value}\``).join(', ')}.`,
    suggestion: didYouMean(text, values),
  };
}

function readTime(
  type: Extract<FieldType, { kind: 'date' | 'time' | 'datetime' }>,
  written: WrittenLiteral,
): Reading {
  const { text } = written;
  const isRight = { date: isDate, time: isTime, datetime: isDateTime }[type.kind](text);
  if (!isRight) return mismatch(type, written);
  return { literal: canonicalValue(type, text) };
}

function readDuration(type: Extract<FieldType, { kind: 'duration' }>, written: WrittenLiteral): Reading {
  const length = durationMs(written.text);
  if (length === undefined || length < 0) return mismatch(type, written);
  if (isBelow(length, type.minimum) || isBelow(type.maximum, length))
    return { message: `\`${written.text}\` is outside the range of the field.` };
  return { literal: durationText(length) };
}

function readList(type: Extract<FieldType, { kind: 'list' }>, written: WrittenLiteral): Reading {
  if (written.items === undefined) {
    return { message: 'Expected a list.', suggestion: `Write \`[]\` or \`[${written.text}]\`.` };
  }
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = type;
  if (written.items.length < minItems || written.items.length > maxItems) {
    return {
      message: `The list has ${written.items.length} items, which is outside its range ${minItems}..${type.maxItems ?? ''}.`,
    };
  }
  const items: Literal[] = [];
  for (const item of written.items) {
    const reading = readLiteral(type.of, item);
    if ('message' in reading) return reading;
    items.push(reading.literal);
  }
  return { literal: items };
}

function readText(type: Extract<FieldType, { kind: 'text' }>, written: WrittenLiteral): Reading {
  const { length } = written.text;
  if (length < (type.minLength ?? 0) || length > (type.maxLength ?? Number.POSITIVE_INFINITY)) {
    return {
      message: `The default has ${length} characters, which is outside ${type.minLength ?? 0}..${type.maxLength ?? ''}.`,
    };
  }
  if (type.pattern !== undefined && !new RegExp(`^(?:${type.pattern})$`, 'u').test(written.text)) {
    return { message: `The default does not match /${type.pattern}/.` };
  }
  return { literal: written.text };
}

const numberPatterns = {
  integer: /^-?\d+$/,
  number: /^-?\d+(\.\d+)?$/,
  money: /^-?\d+(\.\d{1,2})?$/,
} as const;

function readNumber(type: NumberType, written: WrittenLiteral): Reading {
  const value = Number(written.text);
  const isExact = type.kind !== 'integer' || Number.isSafeInteger(value);
  if (written.isQuoted || !isExact || !numberPatterns[type.kind].test(written.text)) {
    return mismatch(type, written);
  }
  if (isBelow(value, type.minimum) || isBelow(type.maximum, value)) {
    return { message: `\`${written.text}\` is outside ${type.minimum ?? ''}..${type.maximum ?? ''}.` };
  }
  return { literal: value === 0 ? 0 : value };
}

function isBelow(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && a < b;
}

function mismatch(type: FieldType, written: WrittenLiteral): Reading {
  return { message: `Expected ${expectation(type)}, got \`${written.text}\`.` };
}

const expectations: Partial<Record<FieldType['kind'], string>> = {
  integer: 'a whole number',
  number: 'a number',
  money: 'an amount such as `9.50`',
  boolean: '`true` or `false`',
  date: '`today` or a date such as `2026-01-31`',
  time: 'a time such as `09:30`',
  duration: 'a duration such as `PT15M`',
  datetime: '`now` or an instant such as `2026-01-31T09:30:00Z`',
};

function expectation(type: FieldType): string {
  return expectations[type.kind] ?? `a ${type.kind}`;
}

/** True for a day that the calendar has, as `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** True for `HH:MM` or `HH:MM:SS`, 24 hours. */
export function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(text);
}

/** True for an RFC 3339 instant with an offset. */
export function isDateTime(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
    isDate(text.slice(0, 10)) &&
    !Number.isNaN(Date.parse(text))
  );
}
