import { durationMs, durationText } from '../expression/duration.ts';
import type { FieldType } from './field.ts';

/** A value in the one form in which it is kept, whatever way it was written: instants in UTC, times of day without idle seconds, durations. */
export function canonicalValue<Value>(type: FieldType, value: Value): Value | string {
  if (typeof value !== 'string') return value;
  switch (type.kind) {
    case 'time':
      return canonicalTime(value);
    case 'datetime': {
      const instant = new Date(value);
      return Number.isNaN(instant.getTime()) ? value : instant.toISOString();
    }
    case 'duration': {
      const length = durationMs(value);
      return length === undefined ? value : durationText(length);
    }
    default:
      return value;
  }
}

/** `08:00` for `08:00:00`. */
export function canonicalTime(text: string): string {
  return text.replace(/^(\d\d:\d\d):00$/, '$1');
}
