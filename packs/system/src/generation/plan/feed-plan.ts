import type { EntityPlan } from './entity-plan.ts';
import type { SystemPlan } from './system-plan.ts';

export interface FeedPlan {
  /** The entity of the events that are kept, and the one that counts them. */
  readonly kept: EntityPlan;
  readonly count: EntityPlan;
}

/** What keeps events for feeds; undefined where there are none. */
export function feedPlan(system: SystemPlan): FeedPlan | undefined {
  const internal = [...system.entities.values()].filter(({ entity }) => entity.isInternal === true);
  const kept = internal.find(({ entity }) => /^KeptEvent(Entry)*$/.test(entity.name));
  const count = internal.find(({ entity }) => /^EventCount(Entry)*$/.test(entity.name));
  return kept === undefined || count === undefined ? undefined : { kept, count };
}
