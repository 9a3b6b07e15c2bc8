import type { FlowTrigger } from '../../model/flow.ts';

const minuteMs = 60_000;
const longestMs = 5 * 366 * 86_400_000;

/** The first time of a schedule after an instant, in milliseconds; `previous` is its last. Undefined when none comes for years. */
export function nextTime(
  trigger: Exclude<FlowTrigger, { kind: 'event' }>,
  after: number,
  previous = after,
): number | undefined {
  if (trigger.kind === 'every') {
    const missed = Math.max(0, Math.floor((after - previous) / trigger.ms));
    return previous + (missed + 1) * trigger.ms;
  }
  const isTime = matcherOf(trigger.rule);
  const first = (Math.floor(after / minuteMs) + 1) * minuteMs;
  for (let at = first; at < first + longestMs; at += minuteMs) {
    const wrong = isTime(new Date(at));
    if (wrong === undefined) return at;
    // No minute of such a day, or of such an hour, will do.
    if (wrong === 'day') at += 86_400_000 - (at % 86_400_000) - minuteMs;
    else if (wrong === 'hour') at += 3_600_000 - (at % 3_600_000) - minuteMs;
  }
  return undefined;
}

/** Tells what of an instant does not meet a rule of five fields. */
function matcherOf(rule: string): (at: Date) => 'day' | 'hour' | 'minute' | undefined {
  const parts = rule.split(/\s+/);
  const [minute, hour, date, month, weekday] = parts.map(partMatcher) as [Part, Part, Part, Part, Part];
  const isEither = parts[2] !== '*' && parts[4] !== '*';
  return (at) => {
    const days = [date(at.getUTCDate()), weekday(at.getUTCDay()) || (at.getUTCDay() === 0 && weekday(7))];
    const isDay = isEither ? days.includes(true) : !days.includes(false);
    if (!isDay || !month(at.getUTCMonth() + 1)) return 'day';
    if (!hour(at.getUTCHours())) return 'hour';
    return minute(at.getUTCMinutes()) ? undefined : 'minute';
  };
}

type Part = (value: number) => boolean;

/** `*`, `5`, `1-5`, and these with a step after a slash, several with commas between them. */
function partMatcher(text: string): Part {
  const items = text.split(',').map((item): Part => {
    const [range = '', step = '1'] = item.split('/');
    const [from = '', to = item.includes('/') ? '99' : from] = range === '*' ? ['0', '99'] : range.split('-');
    const offset = range === '*' ? 0 : Number(from);
    return (value) => value >= Number(from) && value <= Number(to) && (value - offset) % Number(step) === 0;
  });
  return (value) => items.some((item) => item(value));
}
