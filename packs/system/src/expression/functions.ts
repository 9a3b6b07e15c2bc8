import type { ValueType } from './expression.ts';
import { columnsOf } from './csv-columns.ts';
import type { FunctionSignature, ParameterKind } from './function-signature.ts';
import { listFunctions } from './list-functions.ts';
import { numberFunctions } from './number-functions.ts';
import { textFunctions } from './text-functions.ts';
import { timeFunctions } from './time-functions.ts';
import { isAssignable, isText, nonNull, nullable } from './value-type.ts';

/** Every function of the expression language, apart from `has` and the comprehensions. */
export const functionSignatures: readonly FunctionSignature[] = [
  { name: 'size', isBoth: true, parameters: ['text'], result: 'integer', summary: 'Characters of a text.' },
  { name: 'size', isBoth: true, parameters: ['any list'], result: 'integer', summary: 'Items of a list.' },
  {
    name: 'contains',
    isMethod: true,
    parameters: ['text', 'text'],
    result: 'boolean',
    summary: 'Whether a text holds another.',
  },
  {
    name: 'startsWith',
    isMethod: true,
    parameters: ['text', 'text'],
    result: 'boolean',
    summary: 'Whether a text begins with another.',
  },
  {
    name: 'endsWith',
    isMethod: true,
    parameters: ['text', 'text'],
    result: 'boolean',
    summary: 'Whether a text ends with another.',
  },
  {
    name: 'matches',
    isMethod: true,
    parameters: ['text', 'literal'],
    result: 'boolean',
    summary: 'Whether a regular expression matches somewhere in a text.',
  },
  {
    name: 'lowerAscii',
    isMethod: true,
    parameters: ['text'],
    result: 'text',
    summary: 'A text in lower case.',
  },
  {
    name: 'upperAscii',
    isMethod: true,
    parameters: ['text'],
    result: 'text',
    summary: 'A text in upper case.',
  },
  {
    name: 'trim',
    isMethod: true,
    parameters: ['text'],
    result: 'text',
    summary: 'A text without spaces at its ends.',
  },
  {
    name: 'replace',
    isMethod: true,
    parameters: ['text', 'text', 'text'],
    result: 'text',
    summary: 'A text with every occurrence of the first replaced by the second.',
  },
  {
    name: 'split',
    isMethod: true,
    parameters: ['text', 'text'],
    result: 'list of text',
    summary: 'The parts of a text between separators.',
  },
  {
    name: 'substring',
    isMethod: true,
    parameters: ['text', 'integer'],
    result: 'text',
    summary: 'A text from a position on.',
  },
  {
    name: 'substring',
    isMethod: true,
    parameters: ['text', 'integer', 'integer'],
    result: 'text',
    summary: 'A text between two positions.',
  },
  {
    name: 'indexOf',
    isMethod: true,
    parameters: ['text', 'text'],
    result: 'integer',
    summary: 'Position of a text in another, -1 when absent.',
  },
  {
    name: 'join',
    isMethod: true,
    parameters: ['list of text', 'text'],
    result: 'text',
    summary: 'The items of a list with a separator between them.',
  },
  { name: 'string', parameters: ['integer'], result: 'text', summary: 'A number as text.' },
  { name: 'string', parameters: ['number'], result: 'text', summary: 'A number as text.' },
  { name: 'string', parameters: ['boolean'], result: 'text', summary: '`true` or `false` as text.' },
  { name: 'int', parameters: ['number'], result: 'integer', summary: 'A number without its fraction.' },
  {
    name: 'double',
    parameters: ['number'],
    result: 'number',
    summary: 'A whole number as a number with a fraction.',
  },
  { name: 'abs', parameters: ['integer'], result: 'integer', summary: 'The number without its sign.' },
  { name: 'abs', parameters: ['number'], result: 'number', summary: 'The number without its sign.' },
  { name: 'min', parameters: ['integer', 'integer'], result: 'integer', summary: 'The smaller number.' },
  { name: 'min', parameters: ['number', 'number'], result: 'number', summary: 'The smaller number.' },
  { name: 'max', parameters: ['integer', 'integer'], result: 'integer', summary: 'The larger number.' },
  { name: 'max', parameters: ['number', 'number'], result: 'number', summary: 'The larger number.' },
  { name: 'round', parameters: ['number'], result: 'integer', summary: 'The nearest whole number.' },
  { name: 'floor', parameters: ['number'], result: 'integer', summary: 'The next whole number below.' },
  { name: 'ceil', parameters: ['number'], result: 'integer', summary: 'The next whole number above.' },
  { name: 'sum', parameters: ['list of integer'], result: 'integer', summary: 'The sum of a list.' },
  { name: 'sum', parameters: ['list of number'], result: 'number', summary: 'The sum of a list.' },
  {
    name: 'duration',
    parameters: ['literal'],
    result: 'duration',
    summary: "A length of time: `duration('36h')`, `duration('1h30m')`.",
  },
  { name: 'days', parameters: ['integer'], result: 'duration', summary: 'A number of days.' },
  { name: 'hours', parameters: ['integer'], result: 'duration', summary: 'A number of hours.' },
  { name: 'minutes', parameters: ['integer'], result: 'duration', summary: 'A number of minutes.' },
  { name: 'seconds', parameters: ['integer'], result: 'duration', summary: 'A number of seconds.' },
  {
    name: 'timestamp',
    parameters: ['literal'],
    result: 'datetime',
    summary: "An instant: `timestamp('2026-01-31T09:30:00Z')`.",
  },
  { name: 'date', parameters: ['literal'], result: 'date', summary: "A day: `date('2026-01-31')`." },
  { name: 'date', parameters: ['datetime'], result: 'date', summary: 'The day (UTC) of an instant.' },
  {
    name: 'time',
    parameters: ['datetime'],
    result: 'time',
    summary: 'The time of day (UTC) of an instant, to be compared with a `time`: `09:30`, `09:30:15`.',
  },
  {
    name: 'getFullYear',
    isMethod: true,
    parameters: ['date'],
    result: 'integer',
    summary: 'The year of a day.',
  },
  {
    name: 'getFullYear',
    isMethod: true,
    parameters: ['datetime'],
    result: 'integer',
    summary: 'The year (UTC) of an instant.',
  },
  {
    name: 'getMonth',
    isMethod: true,
    parameters: ['date'],
    result: 'integer',
    summary: 'The month of a day, from 0.',
  },
  {
    name: 'getMonth',
    isMethod: true,
    parameters: ['datetime'],
    result: 'integer',
    summary: 'The month (UTC) of an instant, from 0.',
  },
  {
    name: 'getDate',
    isMethod: true,
    parameters: ['date'],
    result: 'integer',
    summary: 'The day of the month, from 1.',
  },
  {
    name: 'getDate',
    isMethod: true,
    parameters: ['datetime'],
    result: 'integer',
    summary: 'The day of the month (UTC), from 1.',
  },
  {
    name: 'getDayOfWeek',
    isMethod: true,
    parameters: ['date'],
    result: 'integer',
    summary: 'The day of the week, Sunday is 0.',
  },
  {
    name: 'getDayOfWeek',
    isMethod: true,
    parameters: ['datetime'],
    result: 'integer',
    summary: 'The day of the week (UTC), Sunday is 0.',
  },
  {
    name: 'getHours',
    isMethod: true,
    parameters: ['datetime'],
    result: 'integer',
    summary: 'The hour (UTC) of an instant.',
  },
  {
    name: 'getMinutes',
    isMethod: true,
    parameters: ['datetime'],
    result: 'integer',
    summary: 'The minute (UTC) of an instant.',
  },
  {
    name: 'verify',
    parameters: ['password', 'text'],
    result: 'boolean',
    summary: 'Whether a text is the password that is kept. The record it is kept in may be null.',
  },
  ...listFunctions,
  ...numberFunctions,
  ...textFunctions,
  ...timeFunctions,
];

/** Macros: they declare a variable for each item of a list. */
export const comprehensionNames = [
  'all',
  'exists',
  'exists_one',
  'filter',
  'map',
  'sortBy',
  'sortByDescending',
  'groupBy',
] as const;
export type ComprehensionName = (typeof comprehensionNames)[number];

const listTests: Readonly<Partial<Record<ParameterKind, (type: ValueType) => boolean>>> = {
  'any list': ({ kind }) => kind === 'list',
  'list of objects': (type) => columnsOf(type) !== undefined,
  'list of lists': (type) => type.kind === 'list' && type.of.kind === 'list',
  'list of values': (type) => type.kind === 'list' && isOrdered(type.of),
  'list of text': (type) => type.kind === 'list' && isText(nonNull(type.of)) && type.of.kind !== 'nullable',
  'list of integer': (type) => isAssignable(type, { kind: 'list', of: { kind: 'integer' } }),
  'list of duration': (type) => type.kind === 'list' && type.of.kind === 'duration',
  'list of number': (type) => isAssignable(type, { kind: 'list', of: { kind: 'number' } }),
};

/** True when a value of this type may be given for a parameter. */
export function accepts(parameter: ParameterKind, type: ValueType): boolean {
  const test = listTests[parameter];
  if (test !== undefined) return test(type);
  if (parameter === 'literal') return type.kind === 'text';
  if (parameter === 'text') return isText(type) || type.kind === 'reference';
  if (parameter === 'password') return isAssignable(type, { kind: 'hash' });
  return isAssignable(type, { kind: parameter as ScalarParameter });
}

type ScalarParameter = Exclude<
  ParameterKind,
  'literal' | 'text' | 'password' | 'any list' | `list of ${string}`
>;

/** Values that can be told apart and put in an order. */
export function isOrdered({ kind }: ValueType): boolean {
  return !['list', 'object', 'record', 'json', 'null', 'nullable', 'span'].includes(kind);
}

/** The type of a call's value. */
export function resultType({ result }: FunctionSignature, [first]: readonly ValueType[]): ValueType {
  switch (result) {
    case 'same list':
      return first ?? { kind: 'null' };
    case 'inner list':
      return itemOf(first);
    case 'item or null':
      return nullable(itemOf(first));
    case 'list of text':
      return { kind: 'list', of: { kind: 'text' } };
    case 'list of integer':
      return { kind: 'list', of: { kind: 'integer' } };
    default: {
      const kind = result.replace(' or null', '') as Exclude<ScalarResult, `${string} or null`>;
      return result.endsWith(' or null') ? nullable({ kind }) : { kind };
    }
  }
}

function itemOf(list: ValueType | undefined): ValueType {
  return list?.kind === 'list' ? list.of : { kind: 'null' };
}

type ScalarResult = Exclude<
  FunctionSignature['result'],
  'same list' | 'inner list' | 'item or null' | 'list of text' | 'list of integer'
>;

/** `text.contains(text)`, `max(number, number)`: for messages and documents. */
export function signatureText(signature: FunctionSignature): string {
  const [receiver, ...rest] = signature.parameters;
  return signature.isMethod === true
    ? `${receiver}.${signature.name}(${rest.join(', ')})`
    : `${signature.name}(${signature.parameters.join(', ')})`;
}
