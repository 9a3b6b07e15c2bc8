import type { EntityPlan } from './entity-plan.ts';
import type { StorageUsage } from './storage-usage.ts';
import type { SystemPlan } from './system-plan.ts';

/** The entity whose records are the jobs of the system; undefined when it never has any. */
export function jobPlan(system: SystemPlan): EntityPlan | undefined {
  return [...system.entities.values()].find(
    ({ entity }) => entity.isInternal === true && /^FlowJob(Entry)*$/.test(entity.name),
  );
}

/** What running jobs asks of the tables. */
export function useJobs(system: SystemPlan, usage: StorageUsage): void {
  if (jobPlan(system) === undefined) return;
  usage.hasJobs = true;
  usage.hasNow = true;
  for (const method of ['find', 'list', 'insert', 'update', 'delete'] as const) usage.method(method);
  for (const comparison of ['equals', 'to'] as const) usage.comparison(comparison);
}
