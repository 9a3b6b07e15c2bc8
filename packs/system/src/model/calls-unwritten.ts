import { ownCallsIn } from '../expression/own-calls.ts';
import type { Entity } from './entity.ts';
import type { Operation } from './operation.ts';
import { allSteps } from './walk-steps.ts';

/** Whether an operation may call a function that is left for somebody to write: itself, or what its records compute and obey. */
export function callsUnwritten(operation: Operation, entities: readonly Entity[]): boolean {
  const { steps, answer } = operation;
  const named = new Set(allSteps(steps).flatMap((step) => ('entity' in step ? [step.entity] : [])));
  const parts = entities
    .filter(({ name }) => named.has(name))
    .map(({ rules, computed, expires }) => [rules, computed, expires]);
  return ownCallsIn([steps, answer, parts]).some(({ own }) => !own.isWritten);
}
