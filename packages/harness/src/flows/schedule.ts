import type { Schedule } from './flow.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Every so many milliseconds, counted from when it first began. Instants that have passed unseen are left out. */
export function everyMs(ms: number): Schedule {
  return {
    text: `every ${ms} ms`,
    next: (after, previous = after) => {
      const missed = Math.max(0, Math.floor((after - previous) / ms));
      return previous + (missed + 1) * ms;
    },
  };
}

/** Every day at an hour and minute (UTC). */
export function dailyAt(hour: number, minute: number): Schedule {
  const offset = (hour * 60 + minute) * MINUTE_MS;
  return {
    text: `day at ${hour}:${minute}`,
    next: (after) => Math.floor((after - offset) / DAY_MS + 1) * DAY_MS + offset,
  };
}

const FIELDS = [
  { name: 'minute', minimum: 0, maximum: 59 },
  { name: 'hour', minimum: 0, maximum: 23 },
  { name: 'day of the month', minimum: 1, maximum: 31 },
  { name: 'month', minimum: 1, maximum: 12 },
  { name: 'day of the week', minimum: 0, maximum: 7 },
] as const;

/** As cron has it (UTC): minute, hour, day of the month, month, day of the week. Throws `RangeError` for a text that is none. */
export function cron(text: string): Schedule {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    throw new RangeError(`A cron rule has 5 fields, "${text}" has ${parts.length}.`);
  }
  const [minutes, hours, days, months, weekdays] = FIELDS.map((field, index) =>
    valuesOf(parts[index] ?? '', field),
  ) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];
  if (weekdays.has(7)) weekdays.add(0);
  // Where both days are restricted, either will do.
  const isEither = parts[2] !== '*' && parts[4] !== '*';
  const isDay = (date: Date) => {
    const [byDate, byWeekday] = [days.has(date.getUTCDate()), weekdays.has(date.getUTCDay())];
    return months.has(date.getUTCMonth() + 1) && (isEither ? byDate || byWeekday : byDate && byWeekday);
  };
  return { text: `cron ${text}`, next: (after) => nextMatch(after, isDay, hours, minutes) };
}

/** Days are tried one by one, for as long as it takes to meet every 29th of February on every day of the week. */
const MAX_DAYS = 366 * 41;

function nextMatch(
  after: number,
  isDay: (date: Date) => boolean,
  hours: ReadonlySet<number>,
  minutes: ReadonlySet<number>,
): number {
  const first = Math.floor(after / MINUTE_MS + 1) * MINUTE_MS;
  let day = Math.floor(first / DAY_MS) * DAY_MS;
  for (let tried = 0; tried < MAX_DAYS; tried += 1, day += DAY_MS) {
    if (!isDay(new Date(day))) continue;
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      const instant = day + minute * MINUTE_MS;
      if (instant >= first && hours.has(Math.floor(minute / 60)) && minutes.has(minute % 60)) return instant;
    }
  }
  throw new RangeError('No day ever meets this cron rule.');
}

// `*`, `5`, `1-5`, `*/15`, `0-30/10`, and lists of them.
function valuesOf(text: string, field: (typeof FIELDS)[number]): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const range = rangeOf(part, field);
    if (range === undefined) throw new RangeError(`"${part}" is no ${field.name} of a cron rule.`);
    for (let value = range.low; value <= range.high; value += range.by) values.add(value);
  }
  return values;
}

function rangeOf(part: string, { minimum, maximum }: (typeof FIELDS)[number]) {
  const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/([1-9]\d*))?$/.exec(part);
  if (match === null) return undefined;
  const [, from, to, step] = match;
  const low = Number(from ?? minimum);
  const isOpen = from === undefined || step !== undefined;
  const high = Number(to ?? (isOpen ? maximum : low));
  const isWithin = low >= minimum && high <= maximum && low <= high;
  return isWithin ? { low, high, by: Number(step ?? 1) } : undefined;
}
