import type { Flow } from '../../model/flow.ts';
import type { SystemModel } from '../../model/system.ts';
import { publicEntities } from '../../model/public-entities.ts';
import type { SimulatedSystem } from '../simulation/simulated-system.ts';

const minute = 60_000;
const day = 86_400_000;
/** Schedules that come round every minute are not waited for longer than this many times. */
const mostRounds = 400;

/** How long to wait for a flow: until it is due, or until after an instant that a record speaks of. */
export function waitsAfter(
  model: SystemModel,
  system: SimulatedSystem,
  flow: Flow,
  untilDue: number,
): readonly number[] {
  const period = periodOf(flow, untilDue);
  const later = instantsIn(model, system).map((instant) => {
    const left = instant.at - system.now;
    return instant.isDay
      ? Math.ceil(left / day) * day + day + period
      : Math.ceil(left / minute) * minute + Math.max(period, minute);
  });
  const waits = [period, ...later.filter((ms) => ms > 0)].toSorted((a, b) => a - b);
  return [...new Set(waits)].filter((ms) => flow.trigger.kind === 'event' || ms / period < mostRounds);
}

/** How long it takes a schedule to come round, whenever one begins to wait. */
function periodOf({ trigger }: Flow, untilDue: number): number {
  if (trigger.kind === 'event') return Math.ceil(untilDue / 1000) * 1000;
  if (trigger.kind === 'every') return trigger.ms;
  const [minutes, hours, days, months, weekdays] = trigger.rule.trim().split(/\s+/);
  if (months !== '*') return 366 * day;
  if (days !== '*') return 31 * day;
  if (weekdays !== '*') return 7 * day;
  if (hours !== '*') return day;
  return minutes === '*' ? minute : 60 * minute;
}

interface RecordedInstant {
  readonly at: number;
  readonly isDay: boolean;
}

/** Days and instants of records that are still to come. */
function instantsIn(model: SystemModel, system: SimulatedSystem): readonly RecordedInstant[] {
  return publicEntities(model).flatMap(({ name, fields }) => {
    const own = fields.filter(({ type }) => type.kind === 'date' || type.kind === 'datetime');
    return system.tables.all(name).flatMap((record) =>
      own.flatMap((field): RecordedInstant[] => {
        const value = record[field.name];
        const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
        return at >= system.now - day ? [{ at, isDay: field.type.kind === 'date' }] : [];
      }),
    );
  });
}
