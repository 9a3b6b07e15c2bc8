import type { Entity } from './entity.ts';
import type { Operation, Refusal, Step } from './operation.ts';
import { allSteps } from './walk-steps.ts';

/** The ways in which an operation may refuse a request by its steps, and by the rules of what they write. */
export function refusalsOf({ steps }: Operation, entities: readonly Entity[]): readonly Refusal[] {
  const all = allSteps(steps);
  const written = new Set(all.flatMap((step) => (writes(step) ? [step.entity] : [])));
  const rules = entities.flatMap(({ name, rules: own }) =>
    own !== undefined && written.has(name) ? allSteps(own.steps) : [],
  );
  return [...all, ...rules].flatMap(refusalOf);
}

type WritingStep = Extract<Step, { kind: 'create' | 'update' | 'upsert' | 'increment' }>;

function writes(step: Step): step is WritingStep {
  return ['create', 'update', 'upsert', 'increment'].includes(step.kind);
}

function refusalOf(step: Step): readonly Refusal[] {
  if (step.kind === 'load') return [step.missing];
  return step.kind === 'require' || step.kind === 'increment' ? [step.otherwise] : [];
}
