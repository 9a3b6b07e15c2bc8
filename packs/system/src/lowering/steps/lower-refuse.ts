import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Expression } from '../../expression/expression.ts';
import type { Step } from '../../model/operation.ts';
import { lowerRefusal } from '../refusal.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

const never: Expression = {
  source: 'false',
  node: { kind: 'literal', value: false, type: { kind: 'boolean' } },
  type: { kind: 'boolean' },
};

/** `refuse: 409 sold_out`: a requirement that nothing meets. */
export function lowerRefuse(step: StepOf<'refuse'>, path: DocumentPath, { scope }: StepSurroundings): Step {
  return {
    kind: 'require',
    condition: never,
    otherwise: lowerRefusal(step.refuse, [...path, 'refuse'], scope),
  };
}

/** Whether the steps always end the operation. */
export function alwaysRefuse(steps: readonly Step[]): boolean {
  const last = steps.at(-1);
  return last?.kind === 'require' && last.condition.node.kind === 'literal' && !last.condition.node.value;
}
