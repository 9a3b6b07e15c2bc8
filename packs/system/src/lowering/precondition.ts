import type { Expression } from '../expression/expression.ts';
import { variablesIn } from '../expression/expression-walk.ts';
import type { Operation, Precondition, Step } from '../model/operation.ts';
import { allSteps } from '../model/walk-steps.ts';
import type { LoweringContext } from './lowering-context.ts';

/** The versioned record that a request may name the version of: the first one loaded by the path and changed. */
export function preconditionOf(
  steps: readonly Step[],
  http: Operation['http'],
  { entities }: LoweringContext,
): Precondition | undefined {
  const changed = new Set(allSteps(steps).flatMap((step) => ('target' in step ? [step.target] : [])));
  const load = steps.find(
    (step) =>
      step.kind === 'load' &&
      isByPath(step) &&
      changed.has(step.as) &&
      entities.get(step.entity)?.versions !== undefined,
  );
  if (load?.kind !== 'load' || http.method === 'GET') return undefined;
  const isRequired = entities.get(load.entity)?.versions?.isMatchRequired === true && http.method !== 'POST';
  return { variable: load.as, isRequired };
}

function isByPath({ by }: Extract<Step, { kind: 'load' }>): boolean {
  if (by.kind === 'where') return readsPath(by.condition);
  return by.kind === 'id' ? readsPath(by.value) : by.fields.some(({ value }) => readsPath(value));
}

function readsPath({ node }: Expression): boolean {
  return variablesIn(node).has('path');
}
