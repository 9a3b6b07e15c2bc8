import type { FlowTrigger } from '../../model/flow.ts';
import { durationTextMs } from './duration-text.ts';

type TimeTrigger = Exclude<FlowTrigger, { kind: 'event' }>;

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const shortestMs = 100;

const rules: ReadonlyMap<string, string> = new Map([
  ['minute', '* * * * *'],
  ['hour', '0 * * * *'],
  ['day', '0 0 * * *'],
]);

/** The days of a cron rule, by the word for them. */
const days: ReadonlyMap<string, string> = new Map([
  ['day', '*'],
  ['weekday', '1-5'],
  ...weekdays.map((name, index) => [name, String(index)] as const),
]);

/** `15m`, `hour`, `day`, `day at 03:00`, `weekday at 09:00`, `monday at 09:00`; undefined for anything else. */
export function scheduleOf(text: string): TimeTrigger | undefined {
  const plain = text.trim().replace(/^every\s+/, '');
  const quoted = /^cron\s+["']?([^"']+)["']?$/.exec(plain)?.[1];
  if (quoted !== undefined) return cronOf(quoted);
  const ms = durationTextMs(plain);
  if (ms !== undefined) return ms >= shortestMs ? { kind: 'every', ms } : undefined;
  const rule = rules.get(plain) ?? ruleAtTime(plain);
  return rule === undefined ? undefined : { kind: 'cron', rule };
}

function ruleAtTime(text: string): string | undefined {
  const [, word, hour, minute] = /^([a-z]+)\s+at\s+([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  const day = days.get(word ?? '');
  return day === undefined ? undefined : `${Number(minute)} ${Number(hour)} * * ${day}`;
}

const bounds = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

/** A cron rule of five fields; undefined when it is none. */
export function cronOf(text: string): TimeTrigger | undefined {
  const parts = text.trim().split(/\s+/);
  const isRule =
    parts.length === bounds.length &&
    parts.every((part, index) => part.split(',').every((item) => isItem(item, bounds[index] ?? [0, 0])));
  return isRule ? { kind: 'cron', rule: parts.join(' ') } : undefined;
}

/** `*`, `5`, `1-5`, and these with a step after a slash. */
function isItem(text: string, [minimum, maximum]: readonly [number, number]): boolean {
  const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/([1-9]\d*))?$/.exec(text);
  if (match === null) return false;
  const [, from = String(minimum), to = from] = match;
  return Number(from) >= minimum && Number(to) <= maximum && Number(from) <= Number(to);
}
