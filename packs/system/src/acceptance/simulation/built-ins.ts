import { createHash, createHmac, randomUUID } from 'node:crypto';
import { durationMs, durationText } from '../../expression/duration.ts';
import type { Value } from './evaluate.ts';

type BuiltIn = (values: readonly Value[]) => Value | undefined;

const text = (value: Value | undefined): string => String(value);
const count = (value: Value | undefined): number => Number(value);
const items = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : []);
const day = (value: Value | undefined): Date => new Date(text(value));

function inOrder(list: Value | undefined): readonly Value[] {
  return items(list).toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0));
}

function slug(value: string): string {
  const plain = value.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
}

function wordsOf(value: string): readonly string[] {
  const plain = value.toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function hasWords(texts: readonly Value[], wanted: string): boolean {
  const words = texts.flatMap((one) => wordsOf(text(one)));
  return wordsOf(wanted).every((beginning) => words.some((word) => word.startsWith(beginning)));
}

function monthsLater(instant: string, months: number): string {
  const moved = new Date(instant);
  const wanted = moved.getUTCDate();
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(wanted, last));
  return moved.toISOString();
}

function rounded(value: number, digits: number): number {
  if (Math.abs(value) >= 2 ** 52) return value;
  return Math.sign(value) * movedPoint(Math.round(movedPoint(Math.abs(value), digits)), -digits);
}

function movedPoint(value: number, digits: number): number {
  const [number, exponent = '0'] = String(value).split('e');
  return Number(`${number}e${Number(exponent) + digits}`);
}

/** The built-in functions of expressions; undefined as a result means that there is no value. */
export const builtIns: Readonly<Record<string, BuiltIn>> = {
  verify: ([kept, given]) => typeof kept === 'string' && kept === given,
  size: ([value]) => (typeof value === 'string' ? [...value].length : items(value).length),
  contains: ([whole, part]) => text(whole).includes(text(part)),
  startsWith: ([whole, part]) => text(whole).startsWith(text(part)),
  endsWith: ([whole, part]) => text(whole).endsWith(text(part)),
  matches: ([whole, pattern]) => new RegExp(text(pattern), 'u').test(text(whole)),
  lowerAscii: ([value]) => text(value).replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  upperAscii: ([value]) => text(value).replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  trim: ([value]) => text(value).trim(),
  replace: ([value, from, to]) => text(value).replaceAll(text(from), text(to)),
  split: ([value, separator]) => text(value).split(text(separator)),
  substring: ([value, from, to]) =>
    text(value).substring(count(from), to === undefined ? undefined : count(to)),
  indexOf: ([value, part]) => text(value).indexOf(text(part)),
  join: ([value, separator]) => items(value).join(text(separator)),
  string: ([value]) => text(value),
  int: ([value]) => Math.trunc(count(value)),
  double: ([value]) => count(value),
  abs: ([value]) => Math.abs(count(value)),
  min: (values) => Math.min(...values.map(count)),
  max: (values) => Math.max(...values.map(count)),
  least: ([list]) => inOrder(list)[0] ?? null,
  greatest: ([list]) => inOrder(list).at(-1) ?? null,
  average: ([list]) => {
    const values = items(list).map(count);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  },
  first: ([list]) => items(list)[0] ?? null,
  last: ([list]) => items(list).at(-1) ?? null,
  distinct: ([list]) => [...new Set(items(list))],
  sort: ([list]) => inOrder(list),
  reverse: ([list]) => items(list).toReversed(),
  sliceOf: ([list, from, to]) => items(list).slice(count(from), count(to)),
  range: ([end]) => Array.from({ length: Math.max(0, count(end)) }, (_, index) => index),
  coalesce: ([value, other]) => value ?? other,
  round: ([value]) => Math.round(count(value)),
  roundTo: ([value, digits]) => rounded(count(value), count(digits)),
  pow: ([base, exponent]) => count(base) ** count(exponent),
  sqrt: ([value]) => Math.sqrt(count(value)),
  fixed: ([value, digits]) => count(value).toFixed(count(digits)),
  parseInteger: ([value]) => (/^[+-]?\d{1,15}$/.test(text(value).trim()) ? count(value) : null),
  parseNumber: ([value]) => (/^[+-]?\d+(\.\d+)?$/.test(text(value).trim()) ? count(value) : null),
  plainText: ([value]) => text(value),
  padStart: ([value, length, filling]) => text(value).padStart(count(length), text(filling)),
  padEnd: ([value, length, filling]) => text(value).padEnd(count(length), text(filling)),
  base64: ([value]) => Buffer.from(text(value)).toString('base64'),
  // Different each time, so that no expectation rests on them.
  uuid: () => randomUUID(),
  token: ([length]) => randomUUID().replaceAll('-', '').repeat(8).slice(0, count(length)),
  sha256: ([value]) => createHash('sha256').update(text(value)).digest('hex'),
  hmac: ([key, value]) => createHmac('sha256', text(key)).update(text(value)).digest('hex'),
  window: ([instant, length]) => {
    const time = Date.parse(text(instant));
    return new Date(time - (((time % count(length)) + count(length)) % count(length))).toISOString();
  },
  hasWords: ([texts, wanted]) => hasWords(items(texts), text(wanted)),
  slug: ([value]) => slug(text(value)),
  addMonths: ([date, months]) => monthsLater(`${text(date)}T00:00:00.000Z`, count(months)).slice(0, 10),
  addMonthsTo: ([instant, months]) => monthsLater(text(instant), count(months)),
  getDays: ([length]) => Math.trunc(count(length) / 86_400_000),
  durationHours: ([length]) => Math.trunc(count(length) / 3_600_000),
  durationMinutes: ([length]) => Math.trunc(count(length) / 60_000),
  getSeconds: ([length]) => Math.trunc(count(length) / 1_000),
  floor: ([value]) => Math.floor(count(value)),
  ceil: ([value]) => Math.ceil(count(value)),
  sum: ([value]) => items(value).reduce((total: number, item) => total + count(item), 0),
  flatten: ([value]) => items(value).flatMap((inner) => items(inner)),
  lengthOf: ([value]) => durationMs(text(value)) ?? Number.NaN,
  spanOf: ([value]) => durationText(count(value)),
  spanOrNull: ([value]) => (value === null ? null : durationText(count(value))),
  duration: ([value]) => durationMs(text(value)),
  days: ([value]) => count(value) * 86_400_000,
  hours: ([value]) => count(value) * 3_600_000,
  minutes: ([value]) => count(value) * 60_000,
  seconds: ([value]) => count(value) * 1_000,
  timestamp: ([value]) => day(value).toISOString(),
  date: ([value]) => text(value).slice(0, 10),
  time: ([value]) => text(value).slice(11, 19).replace(/:00$/, ''),
  getFullYear: ([value]) => day(value).getUTCFullYear(),
  getMonth: ([value]) => day(value).getUTCMonth(),
  getDate: ([value]) => day(value).getUTCDate(),
  getDayOfWeek: ([value]) => day(value).getUTCDay(),
  getHours: ([value]) => day(value).getUTCHours(),
  getMinutes: ([value]) => day(value).getUTCMinutes(),
};
