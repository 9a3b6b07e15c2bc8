import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { StepDocument } from '../../blueprint/document.ts';
import type { Step } from '../../model/operation.ts';
import { alwaysRefuse } from './lower-refuse.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

/** `if: condition` with `then` and perhaps `else`. What a branch declares is known in it alone. */
export function lowerIf(
  step: StepOf<'if'>,
  path: DocumentPath,
  surroundings: StepSurroundings,
): Step | undefined {
  const { scope } = surroundings;
  const checked = scope.expression(step.if, [...path, 'if'], { target: { kind: 'boolean' } });
  const branch = (steps: readonly StepDocument[], key: string, known: readonly string[] = []) => {
    const inner = scope.inner();
    inner.learn(known);
    const lowered = surroundings.lowerSteps(steps, [...path, key], { ...surroundings, scope: inner });
    return { inner, lowered };
  };
  const whenTrue = branch(step.then, 'then', checked?.whenTrue);
  const whenFalse = branch(step.else ?? [], 'else', checked?.whenFalse);
  for (const { inner } of [whenTrue, whenFalse]) scope.leave(inner);
  if (checked === undefined) return undefined;
  if (alwaysRefuse(whenTrue.lowered)) scope.learn(checked.whenFalse);
  if (alwaysRefuse(whenFalse.lowered)) scope.learn(checked.whenTrue);
  return {
    kind: 'if',
    condition: checked.expression,
    whenTrue: whenTrue.lowered,
    whenFalse: whenFalse.lowered,
  };
}
