import type { EntityPlan } from './entity-plan.ts';

/** Deletes a record with what goes with it: `removeTask`. */
export function removalFunction({ type }: EntityPlan): string {
  return `remove${type}`;
}

/** Checks the rules of a record: `checkTask`. */
export function checkFunction({ type }: EntityPlan): string {
  return `check${type}`;
}
