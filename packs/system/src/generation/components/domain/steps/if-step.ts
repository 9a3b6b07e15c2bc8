import type { Step } from '../../../../model/operation.ts';
import { negate } from '../../../code/negate.ts';
import type { StepContext, StepOf } from './step-context.ts';

/** A branch. What is declared in it stays in it. */
export function renderIf(step: StepOf<'if'>, context: StepContext): string[] {
  const { scope } = context;
  const { node } = step.condition;
  const whenTrue = branch(step.whenTrue, context);
  const whenFalse = branch(step.whenFalse, context);
  if (whenTrue.length === 0 && whenFalse.length === 0) return [];
  if (whenTrue.length === 0) return [`if (${scope.node(negate(node))}) {`, ...whenFalse, '}'];
  const head = [`if (${scope.node(node)}) {`, ...whenTrue];
  return whenFalse.length === 0 ? [...head, '}'] : [...head, '} else {', ...whenFalse, '}'];
}

function branch(steps: readonly Step[], context: StepContext): string[] {
  return context.renderSteps(steps, {
    ...context,
    scope: context.scope.inner(),
    readsAfter: context.readsLater,
    isResult: () => false,
  });
}
