import { expect, test } from 'vitest';
import { cron, dailyAt, everyMs } from './schedule.ts';

const at = (text: string) => Date.parse(text);
const iso = (instant: number) => new Date(instant).toISOString();

test('an interval keeps its rhythm and leaves out what has passed unseen', () => {
  const schedule = everyMs(60_000);
  const first = schedule.next(at('2030-01-01T00:00:30Z'), undefined);
  expect(iso(first)).toBe('2030-01-01T00:01:30.000Z');
  expect(iso(schedule.next(first, first))).toBe('2030-01-01T00:02:30.000Z');
  expect(iso(schedule.next(at('2030-01-01T00:10:00Z'), first))).toBe('2030-01-01T00:10:30.000Z');
});

test('a daily time is the next one after an instant', () => {
  const schedule = dailyAt(3, 0);
  expect(iso(schedule.next(at('2030-01-01T02:59:59Z'), undefined))).toBe('2030-01-01T03:00:00.000Z');
  expect(iso(schedule.next(at('2030-01-01T03:00:00Z'), undefined))).toBe('2030-01-02T03:00:00.000Z');
});

test.each([
  ['*/15 * * * *', '2030-01-01T00:15:00.000Z'],
  ['0 9 * * 1', '2030-01-07T09:00:00.000Z'],
  ['0 9 * * 7', '2030-01-06T09:00:00.000Z'],
  ['30 6 1 * *', '2030-01-01T06:30:00.000Z'],
  ['0 0 29 2 *', '2032-02-29T00:00:00.000Z'],
  ['0 12 13 * 5', '2030-01-04T12:00:00.000Z'],
  ['5,10-12 0 * * *', '2030-01-01T00:05:00.000Z'],
])('the rule %s next holds at %s', (rule, expected) => {
  expect(iso(cron(rule).next(at('2030-01-01T00:00:00Z'), undefined))).toBe(expected);
});

test.each(['* * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', '5-1 * * * *', '*/0 * * * *', 'x * * * *'])(
  '%s is no rule',
  (rule) => {
    expect(() => cron(rule)).toThrow(RangeError);
  },
);
