import { isRecord } from './json-schema.ts';

const iso = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;

const unitMs = {
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
  milliseconds: 1,
} as const;

export const durationUnits = Object.keys(unitMs);

/** Milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds; undefined for any other text. */
export function parseIsoDuration(text: string): number | undefined {
  const parts = iso.exec(text);
  if (parts === null) return undefined;
  const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  const wholeDays = (weeks ?? 0) * 7 + (days ?? 0);
  return Math.round(
    wholeDays * unitMs.days +
      (hours ?? 0) * unitMs.hours +
      (minutes ?? 0) * unitMs.minutes +
      (seconds ?? 0) * unitMs.seconds,
  );
}

/** Milliseconds of a duration as a workflow may write one: `PT1M30S`, or `{ minutes: 1, seconds: 30 }`. */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value === 'string') return parseIsoDuration(value);
  if (!isRecord(value) || Object.keys(value).length === 0) return undefined;
  const parts = Object.entries(value).map(([unit, amount]) =>
    isUnit(unit) && isAmount(amount) ? amount * unitMs[unit] : Number.NaN,
  );
  const total = parts.reduce((sum, part) => sum + part, 0);
  return Number.isNaN(total) ? undefined : Math.round(total);
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isUnit(name: string): name is keyof typeof unitMs {
  return durationUnits.includes(name);
}
