import { isChanged, readsAfterRound, readsOf } from '../../../plan/variable-reads.ts';
import { valueTypeText } from '../value-type-text.ts';
import type { StepContext, StepOf } from './step-context.ts';

/** A loop, with a list that it fills where the step collects values. */
export function renderEach(step: StepOf<'each'>, context: StepContext): string[] {
  const { scope, readsLater } = context;
  const { collect } = step;
  const list = scope.compile(step.list);
  const collected = collect !== undefined && readsLater(collect.as) ? scope.declare(collect.as) : undefined;
  const inner = scope.inner();
  const readsAfter = readsAfterRound(step, readsLater);
  const keyword = isChanged(step.variable, step.steps, readsAfter) ? 'let' : 'const';
  const isRead = readsOf(step.steps)(step.variable) || readsAfter(step.variable);
  const item = isRead ? inner.declare(step.variable) : inner.local('index');
  const head = isRead
    ? `for (${keyword} ${item} of ${list}) {`
    : `for (let ${item} = 0; ${item} < ${list}.length; ${item} += 1) {`;
  const lines = context.renderSteps(step.steps, {
    ...context,
    scope: inner,
    readsAfter,
    isResult: () => false,
  });
  if (collect === undefined || collected === undefined) {
    return [head, ...lines, '}'];
  }
  const type = valueTypeText(collect.value.type, scope);
  return [
    `const ${collected}: (${type})[] = [];`,
    head,
    ...lines,
    `${collected}.push(${inner.compile(collect.value)});`,
    '}',
  ];
}
