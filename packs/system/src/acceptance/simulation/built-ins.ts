import { durationMs } from '../../expression/duration.ts';
import type { Value } from './evaluate.ts';

type BuiltIn = (values: readonly Value[]) => Value | undefined;

const text = (value: Value | undefined): string => String(value);
const count = (value: Value | undefined): number => Number(value);
const items = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : []);
const day = (value: Value | undefined): Date => new Date(text(value));

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
  round: ([value]) => Math.round(count(value)),
  floor: ([value]) => Math.floor(count(value)),
  ceil: ([value]) => Math.ceil(count(value)),
  sum: ([value]) => items(value).reduce((total: number, item) => total + count(item), 0),
  duration: ([value]) => durationMs(text(value)),
  days: ([value]) => count(value) * 86_400_000,
  hours: ([value]) => count(value) * 3_600_000,
  minutes: ([value]) => count(value) * 60_000,
  seconds: ([value]) => count(value) * 1_000,
  timestamp: ([value]) => day(value).toISOString(),
  date: ([value]) => text(value).slice(0, 10),
  getFullYear: ([value]) => day(value).getUTCFullYear(),
  getMonth: ([value]) => day(value).getUTCMonth(),
  getDate: ([value]) => day(value).getUTCDate(),
  getDayOfWeek: ([value]) => day(value).getUTCDay(),
  getHours: ([value]) => day(value).getUTCHours(),
  getMinutes: ([value]) => day(value).getUTCMinutes(),
};
