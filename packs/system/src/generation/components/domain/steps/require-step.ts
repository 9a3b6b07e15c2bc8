import { negate } from '../../../code/negate.ts';
import { refuseWhen } from '../refusal.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderRequire({ condition, otherwise }: StepOf<'require'>, { scope }: StepContext): string[] {
  const { node } = condition;
  if (node.kind === 'literal' && node.value === false) return [`${scope.refusal(otherwise)};`];
  return [refuseWhen(scope.node(negate(node)), scope.refusal(otherwise))];
}
