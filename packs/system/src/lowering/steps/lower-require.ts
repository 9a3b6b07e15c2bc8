import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Step } from '../../model/operation.ts';
import { lowerRefusal } from '../refusal.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

/** `require: condition`, with what ends the operation in `else`. */
export function lowerRequire(
  step: StepOf<'require'>,
  path: DocumentPath,
  { scope }: StepSurroundings,
): Step | undefined {
  const checked = scope.expression(step.require, [...path, 'require'], { target: { kind: 'boolean' } });
  if (checked === undefined) return undefined;
  const otherwise = lowerRefusal(step.else, [...path, 'else'], scope);
  scope.learn(checked.whenTrue);
  return { kind: 'require', condition: checked.expression, otherwise };
}
