import type { Step } from './operation.ts';

/** The lists of steps inside a step, in their order. */
export function innerSteps(step: Step): readonly (readonly Step[])[] {
  if (step.kind === 'if') return [step.whenTrue, step.whenFalse];
  return step.kind === 'each' ? [step.steps] : [];
}

/** Steps with those inside them, each before its own: what an operation may do, whatever its conditions say. */
export function allSteps(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) => [step, ...innerSteps(step).flatMap(allSteps)]);
}

/** The step with other lists of steps inside. */
export function mapInnerLists(step: Step, change: (inner: readonly Step[]) => readonly Step[]): Step {
  if (step.kind === 'if') {
    return { ...step, whenTrue: change(step.whenTrue), whenFalse: change(step.whenFalse) };
  }
  return step.kind === 'each' ? { ...step, steps: change(step.steps) } : step;
}
