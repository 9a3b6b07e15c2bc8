import { isDate } from '../../blueprint/field-literal.ts';
import type { ScalarType } from '../words/value-types.ts';
import type { Bound, FieldDraft } from './draft.ts';
import type { Ledger } from './ledger.ts';

const NUMERIC = new Set<ScalarType>(['integer', 'number', 'money']);
const TYPE_NAMES = new Set([
  'text',
  'integer',
  'number',
  'money',
  'boolean',
  'date',
  'time',
  'datetime',
  'email',
  'url',
  'uuid',
  'phone',
  'isbn',
  'json',
]);

interface Written {
  readonly notation: string;
  /** What was said and cannot be written, in plain words. */
  readonly lost: readonly string[];
}

/** Writes a field in the notation of the blueprint; notes what was only assumed. */
export function writeField(said: FieldDraft, target: string, ledger: Ledger): Written {
  const lost: string[] = [];
  const field = withSetAsRange(withStart(said), lost);
  if (field.reference !== undefined) return writeReference(field, lost);
  const values = enumValues(field);
  if (values) return writeEnum(field, values, target, ledger, lost);
  const type = typeOf(field);
  const range = rangeOf(field, type, target, ledger, lost);
  const isOptional = isOptionalField(field, type, target, ledger);
  const value = defaultOf(field, type, target, ledger, lost);
  const pattern = type === 'text' && field.pattern && !field.isList ? ` /${field.pattern.value}/` : '';
  if (field.pattern && pattern === '') lost.push(`the form of ${field.words.join(' ')}`);
  const notation = `${type}${field.isList ? '[]' : ''}${isOptional && value === '' ? '?' : ''}${range}${pattern}${uniqueOf(field, type, lost)}${value}`;
  return { notation, lost };
}

/** `starting at 1` is the least value of a unique number, and what any other field holds at first. */
function withStart(field: FieldDraft): FieldDraft {
  const { start } = field;
  if (!start) return field;
  const isCounted = field.unique !== undefined && /^-?\d+$/.test(start.value);
  if (!isCounted) return { ...field, defaultValue: field.defaultValue ?? start };
  const bound = { value: Number(start.value), measure: 'value', isExclusive: false } as const;
  return {
    ...field,
    minimum: field.minimum ?? { value: bound, span: start.span },
    shape: field.shape ?? 'integer',
  };
}

/** `30, 45 or 60`: the notation has no sets of numbers, so the range between the ends is written. */
function withSetAsRange(field: FieldDraft, lost: string[]): FieldDraft {
  const { values, ...rest } = field;
  if (!values?.value.every((value) => /^-?\d+(?:\.\d+)?$/.test(value)) || field.reference) return field;
  const numbers = values.value.map(Number).toSorted((a, b) => a - b);
  const [low, high] = [numbers[0] ?? 0, numbers.at(-1) ?? 0];
  const isWhole = numbers.every(Number.isInteger);
  if (!isWhole || high - low + 1 !== numbers.length)
    lost.push(`that ${field.words.join(' ')} is one of ${values.value.join(', ')} and nothing between`);
  const bound = (value: number): NonNullable<FieldDraft['minimum']> => ({
    value: { value, measure: 'value', isExclusive: false },
    span: values.span,
  });
  const isMoney = field.guess.type === 'money' || field.unit?.value === 'money';
  return {
    ...rest,
    isList: field.isSaidList === true,
    minimum: bound(low),
    maximum: bound(high),
    shape: isMoney ? 'money' : isWhole ? 'integer' : 'number',
  };
}

function writeReference(field: FieldDraft, lost: string[]): Written {
  if (field.minimum || field.maximum || field.values || field.defaultValue)
    lost.push(`limits and defaults of ${field.words.join(' ')}: it refers to a record`);
  const isOptional = field.required?.value === false;
  const rule =
    field.referenceRule === undefined
      ? ''
      : ` on delete ${field.referenceRule === 'clear' && !isOptional ? 'restrict' : field.referenceRule}`;
  return {
    notation: `${field.reference}${isOptional ? '?' : ''}${field.unique ? ' unique' : ''}${rule}`,
    lost,
  };
}

function enumValues(field: FieldDraft): readonly string[] | undefined {
  const values = field.values?.value;
  if (!values || values.length < 2 || field.type) return undefined;
  const isYesNo = values.length === 2 && values.every((value) => /^(?:yes|no|true|false)$/i.test(value));
  return isYesNo ? undefined : values;
}

function writeEnum(
  field: FieldDraft,
  values: readonly string[],
  target: string,
  ledger: Ledger,
  lost: string[],
): Written {
  const written = values.map(quoteValue).join(' | ');
  const said = field.defaultValue?.value;
  const match =
    said === undefined ? undefined : values.find((value) => value.toLowerCase() === said.toLowerCase());
  if (said !== undefined && match === undefined) lost.push(`the default “${said}”: it is none of the values`);
  const isStatus = /^(?:status|state|stage)$/.test(field.name);
  const standard =
    match ?? (isStatus && field.required === undefined && !field.isList ? values[0] : undefined);
  if (match === undefined && standard !== undefined)
    ledger.assume(`${field.name} is “${standard}” when nothing is said.`, target);
  const isOptional = standard === undefined && (field.required?.value === false || field.isList);
  const list = field.isList ? '[]' : '';
  const base = field.isList ? `(${written})` : written;
  const unique = field.unique && !field.isList ? ' unique' : '';
  return {
    notation: `${base}${list}${isOptional ? '?' : ''}${unique}${standard === undefined || field.isList ? '' : ` = ${quoteValue(standard)}`}`,
    lost,
  };
}

function quoteValue(value: string): string {
  const isPlain =
    /^[a-z][a-z0-9_-]*$/i.test(value) &&
    !TYPE_NAMES.has(value) &&
    !/^(?:unique|on|today|now|true|false|null)$/.test(value);
  return isPlain ? value : `'${value.replaceAll("'", "''")}'`;
}

/** What was said decides; then how the field was named, its unit, its bounds; then its head noun. */
export function typeOf(field: FieldDraft): ScalarType {
  if (field.type) return preferFormat(field.type.value, field.guess.type);
  if (field.pattern) return 'text';
  if (field.values?.value.every((value) => /^(?:yes|no|true|false)$/i.test(value))) return 'boolean';
  if (field.shape) return field.shape;
  const measures = [field.minimum, field.maximum].map((bound) => bound?.value.measure);
  if (measures.includes('characters'))
    return field.guess.type === 'email' || field.guess.type === 'url' ? field.guess.type : 'text';
  if (field.unit && !(field.unit.value === 'integer' && field.guess.type === 'number'))
    return field.guess.type === 'money' && field.unit.value !== 'number' ? 'money' : field.unit.value;
  const isBounded = measures.includes('value');
  if (isBounded && !NUMERIC.has(field.guess.type) && !isLengthBound(field)) return boundType(field);
  if (field.guess.type === 'text' && !field.isList && isNumberDefault(field)) return 'integer';
  return field.guess.type;
}

function isNumberDefault(field: FieldDraft): boolean {
  return /^-?\d+$/.test(field.defaultValue?.value ?? '') && !field.guess.isKnown;
}

/** `email (text)` stays an email. */
function preferFormat(said: ScalarType, guess: ScalarType): ScalarType {
  if (said === 'text' && /^(?:email|url|phone|isbn|uuid)$/.test(guess)) return guess;
  return said === 'number' && (guess === 'integer' || guess === 'money') ? guess : said;
}

/** Bounds without a unit on a name or a note count characters. */
function isLengthBound(field: FieldDraft): boolean {
  return (
    field.guess.type === 'text' &&
    /(?:name|title|description|notes?|comment|code|text|address|summary|bio|author|reason|body|content|label)$/.test(
      field.words.at(-1) ?? '',
    )
  );
}

function boundType(field: FieldDraft): ScalarType {
  const isWhole = [field.minimum, field.maximum].every(
    (bound) => bound === undefined || Number.isInteger(bound.value.value),
  );
  return isWhole ? 'integer' : 'number';
}

function rangeOf(
  field: FieldDraft,
  type: ScalarType,
  target: string,
  ledger: Ledger,
  lost: string[],
): string {
  if (field.isList) return itemsRange(field, lost);
  if (NUMERIC.has(type)) return numberRange(field, type, target, ledger);
  const bounds = [field.minimum, field.maximum];
  if (bounds.every((bound) => bound === undefined)) return '';
  if (!/^(?:text|email|url|phone)$/.test(type)) {
    lost.push(`the bounds of ${field.words.join(' ')}`);
    return '';
  }
  const minimum = lengthOf(field.minimum?.value, 1);
  const maximum = lengthOf(field.maximum?.value, -1);
  return minimum === undefined && maximum === undefined ? '' : ` ${minimum ?? ''}..${maximum ?? ''}`;
}

function lengthOf(bound: Bound | undefined, step: number): number | undefined {
  if (!bound) return undefined;
  const value = Math.max(0, Math.floor(bound.isExclusive ? bound.value + step : bound.value));
  return Number.isSafeInteger(value) ? value : undefined;
}

function itemsRange(field: FieldDraft, lost: string[]): string {
  const isItems = [field.minimum, field.maximum].every(
    (bound) => bound === undefined || bound.value.measure !== 'characters',
  );
  if (!isItems) {
    lost.push(`the length of each of the ${field.words.join(' ')}`);
    return '';
  }
  const [minimum, maximum] = [lengthOf(field.minimum?.value, 1), lengthOf(field.maximum?.value, -1)];
  return minimum === undefined && maximum === undefined ? '' : ` ${minimum ?? ''}..${maximum ?? ''}`;
}

function numberRange(field: FieldDraft, type: ScalarType, target: string, ledger: Ledger): string {
  const step = type === 'integer' ? 1 : 0.01;
  const minimum =
    numberBound(field.minimum?.value, step, type) ??
    (field.maximum && field.maximum.value.value < 0 ? undefined : field.guess.minimum);
  const maximum = numberBound(field.maximum?.value, -step, type);
  if (!field.minimum && minimum !== undefined)
    ledger.assume(`${field.name} is never below ${minimum}.`, target);
  return minimum === undefined && maximum === undefined ? '' : ` ${minimum ?? ''}..${maximum ?? ''}`;
}

function numberBound(bound: Bound | undefined, step: number, type: ScalarType): number | undefined {
  if (!bound) return undefined;
  const value = bound.isExclusive ? bound.value + step : bound.value;
  const fixed =
    type === 'integer' ? (step > 0 ? Math.ceil(value) : Math.floor(value)) : Math.round(value * 1e6) / 1e6;
  return Math.abs(fixed) < 1e15 ? fixed : undefined;
}

function isOptionalField(field: FieldDraft, type: ScalarType, target: string, ledger: Ledger): boolean {
  if (field.required) return !field.required.value;
  const isCount = field.guess.isList === true && !field.isList;
  const isOptional = (field.guess.isOptional === true && !isCount) || field.isList;
  if (isOptional && type !== 'boolean' && !field.defaultValue)
    ledger.assume(`${field.name} may be left out.`, target);
  return isOptional;
}

function uniqueOf(field: FieldDraft, type: ScalarType, lost: string[]): string {
  if (!field.unique) return '';
  if (field.isList || type === 'json') {
    lost.push(`that ${field.words.join(' ')} is unique: it is a list`);
    return '';
  }
  const isText = /^(?:text|email|url|phone|isbn|uuid)$/.test(type);
  return field.unique.value.ignoreCase && isText ? ' unique ignoring case' : ' unique';
}

function defaultOf(
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

function writeDefault(said: string, type: ScalarType, field: FieldDraft): string | undefined {
  const lower = said.toLowerCase().replace(/^(?:the |a |an )/, '');
  if (field.isList) return /^(?:empty|none|an? empty list)$/.test(lower) ? '[]' : undefined;
  switch (type) {
    case 'boolean':
      if (/^(?:yes|true|on)$/.test(lower)) return 'true';
      return /^(?:no|false|off|not)$/.test(lower) ? 'false' : undefined;
    case 'date':
      if (/^(?:today|now|(?:current|today's) (?:date|day))/.test(lower)) return 'today';
      return isDate(lower) ? lower : undefined;
    case 'datetime':
      return /^(?:now|today|current (?:time|date|moment))/.test(lower) ? 'now' : undefined;
    case 'time':
      return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(lower) ? lower : undefined;
    case 'integer':
    case 'number':
    case 'money':
      return numberDefault(lower, type, field);
    case 'text':
      return textDefault(said, field);
    default:
      return undefined;
  }
}

function numberDefault(lower: string, type: ScalarType, field: FieldDraft): string | undefined {
  const words: Readonly<Record<string, string>> = {
    zero: '0',
    none: '0',
    one: '1',
    two: '2',
    three: '3',
    five: '5',
    ten: '10',
  };
  const text = Object.hasOwn(words, lower)
    ? (words[lower] as string)
    : lower
        .replace(/^[€$£]\s*/, '')
        .replace(/\s*(?:[€$£%]|euros?|dollars?|pounds?|[a-z]+)$/, '')
        .replaceAll(',', '');
  const isNumber =
    type === 'integer'
      ? /^-?\d{1,15}$/.test(text)
      : type === 'money'
        ? /^-?\d{1,13}(?:\.\d{1,2})?$/.test(text)
        : /^-?\d{1,13}(?:\.\d+)?$/.test(text);
  if (!isNumber) return undefined;
  const value = Number(text);
  const low =
    numberBound(field.minimum?.value, type === 'integer' ? 1 : 0.01, type) ??
    field.guess.minimum ??
    Number.NEGATIVE_INFINITY;
  const high =
    numberBound(field.maximum?.value, type === 'integer' ? -1 : -0.01, type) ?? Number.POSITIVE_INFINITY;
  return value >= low && value <= high ? text : undefined;
}

function textDefault(said: string, field: FieldDraft): string | undefined {
  const { length } = said;
  const [low, high] = [lengthOf(field.minimum?.value, 1) ?? 0, lengthOf(field.maximum?.value, -1) ?? 10_000];
  if (length < low || length > high || field.pattern) return undefined;
  return `'${said.replaceAll("'", "''")}'`;
}
