import { negate } from '../../../code/negate.ts';
import { refusalCall, refuseWhen } from '../refusal.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderRequire({ condition, otherwise }: StepOf<'require'>, { scope }: StepContext): string[] {
  return [refuseWhen(scope.node(negate(condition.node)), refusalCall(otherwise, scope.file))];
}
