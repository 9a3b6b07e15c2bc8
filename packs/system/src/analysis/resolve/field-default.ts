import { isDate } from '../../blueprint/field-literal.ts';
import type { ScalarType } from '../words/value-types.ts';
import type { FieldDraft } from './draft.ts';
import { highestOf, lengthOf, lowestOf } from './field-range.ts';
import type { Ledger } from './ledger.ts';

/** The default of a field in the notation, with ` = ` before it; `''` when there is none. */
export function defaultOf(
  field: FieldDraft,
  type: ScalarType,
  target: string,
  ledger: Ledger,
  lost: string[],
): string {
  const said = field.defaultValue?.value;
  if (said !== undefined) {
    const written = writeDefault(said, type, field);
    if (written === undefined) lost.push(`the default “${said}” of ${field.words.join(' ')}`);
    return written === undefined ? '' : ` = ${written}`;
  }
  if (type !== 'boolean' || field.required || field.isList) return '';
  const value = field.guess.type === 'boolean' ? (field.guess.defaultValue ?? 'false') : 'false';
  ledger.assume(`${field.name} is ${value} when nothing is said.`, target);
  return ` = ${value}`;
}

/** How a default is written for each type; types that are missing have none. */
const WRITERS: Readonly<
  Partial<Record<ScalarType, (lower: string, field: FieldDraft, said: string) => string | undefined>>
> = {
  boolean: (lower) => {
    if (/^(?:yes|true|on)$/.test(lower)) return 'true';
    return /^(?:no|false|off|not)$/.test(lower) ? 'false' : undefined;
  },
  date: (lower) => {
    if (/^(?:today|now|(?:current|today's) (?:date|day))/.test(lower)) return 'today';
    return isDate(lower) ? lower : undefined;
  },
  datetime: (lower) => (/^(?:now|today|current (?:time|date|moment))/.test(lower) ? 'now' : undefined),
  time: (lower) => (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(lower) ? lower : undefined),
  integer: (lower, field) => numberDefault(lower, 'integer', field),
  number: (lower, field) => numberDefault(lower, 'number', field),
  money: (lower, field) => numberDefault(lower, 'money', field),
  text: (_lower, field, said) => textDefault(said, field),
};

function writeDefault(said: string, type: ScalarType, field: FieldDraft): string | undefined {
  const lower = said.toLowerCase().replace(/^(?:the |a |an )/, '');
  if (field.isList) return /^(?:empty|none|an? empty list)$/.test(lower) ? '[]' : undefined;
  return WRITERS[type]?.(lower, field, said);
}

const NUMBER_WORDS: ReadonlyMap<string, string> = new Map([
  ['zero', '0'],
  ['none', '0'],
  ['one', '1'],
  ['two', '2'],
  ['three', '3'],
  ['five', '5'],
  ['ten', '10'],
]);

const NUMBERS = {
  integer: /^-?\d{1,15}$/,
  money: /^-?\d{1,13}(?:\.\d{1,2})?$/,
  number: /^-?\d{1,13}(?:\.\d+)?$/,
} as const;

function numberDefault(
  lower: string,
  type: 'integer' | 'number' | 'money',
  field: FieldDraft,
): string | undefined {
  const text =
    NUMBER_WORDS.get(lower) ??
    lower
      .replace(/^[€$£]\s*/, '')
      .replace(/\s*(?:[€$£%]|euros?|dollars?|pounds?|[a-z]+)$/, '')
      .replaceAll(',', '');
  if (!NUMBERS[type].test(text)) return undefined;
  const low = lowestOf(field, type) ?? field.guess.minimum ?? Number.NEGATIVE_INFINITY;
  const high = highestOf(field, type) ?? Number.POSITIVE_INFINITY;
  return Number(text) >= low && Number(text) <= high ? text : undefined;
}

function textDefault(said: string, field: FieldDraft): string | undefined {
  const { length } = said;
  const [low, high] = [lengthOf(field.minimum?.value, 1) ?? 0, lengthOf(field.maximum?.value, -1) ?? 10_000];
  if (length < low || length > high || field.pattern) return undefined;
  return `'${said.replaceAll("'", "''")}'`;
}
