import type { Flow } from '../../model/flow.ts';
import type { DomainEvent, RecordChange } from '../../model/system.ts';
import type { EntityPlan } from './entity-plan.ts';
import type { SystemPlan } from './system-plan.ts';

export type ChangeEvent = DomainEvent & { readonly change: RecordChange };

/** The flows that start on events, by event. */
export function flowsByEvent({ model }: SystemPlan): ReadonlyMap<string, readonly Flow[]> {
  const flows = (model.flows ?? []).filter(({ trigger }) => trigger.kind === 'event');
  return Map.groupBy(flows, ({ trigger }) => (trigger.kind === 'event' ? trigger.event : ''));
}

/** The events that changes of records announce, by entity. */
export function changesByEntity(system: SystemPlan): ReadonlyMap<EntityPlan, readonly ChangeEvent[]> {
  const events = system.model.events.filter((event): event is ChangeEvent => event.change !== undefined);
  return Map.groupBy(events, ({ change }) => system.entity(change.entity));
}

/** Whether announcing an event writes something. */
export function isEventKept(system: SystemPlan): boolean {
  return flowsByEvent(system).size > 0 || (system.model.feeds ?? []).length > 0;
}
