import { fieldPath } from '../expression/expression-walk.ts';
import type { Operation } from './operation.ts';
import { allSteps } from './walk-steps.ts';

/** Whether the path of an operation names a record of the entity by its id, and not by another key such as a slug. */
export function addressesById({ steps }: Pick<Operation, 'steps'>, entity: string): boolean {
  return allSteps(steps).some(
    (step) =>
      (step.kind === 'load' || step.kind === 'find') &&
      step.entity === entity &&
      step.by.kind === 'id' &&
      fieldPath(step.by.value.node)?.[0] === 'path',
  );
}
