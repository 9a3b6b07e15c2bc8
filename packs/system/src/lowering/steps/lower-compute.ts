import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Step } from '../../model/operation.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

/** `compute: rest`: a name for a value. */
export function lowerCompute(
  step: StepOf<'compute'>,
  path: DocumentPath,
  { scope }: StepSurroundings,
): Step | undefined {
  const value = scope.anyValue(step.value, [...path, 'value']);
  scope.declare(step.compute, value?.type ?? { kind: 'json' }, [...path, 'compute']);
  return value === undefined ? undefined : { kind: 'compute', as: step.compute, value };
}
