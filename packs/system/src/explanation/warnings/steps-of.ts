import type { Expression } from '../../expression/expression.ts';
import type { Operation, Step } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';

/** All steps of an operation, those inside others too. */
export function stepsOf({ steps }: Operation): readonly Step[] {
  return collect(steps, isStep);
}

/** All steps of a system, wherever they are written: in operations, in flows. */
export function allStepsOf(model: SystemModel): readonly Step[] {
  return collect(model, isStep);
}

/** Every expression of a system, however deep it lies. */
export function expressionsOf(model: SystemModel): readonly Expression[] {
  return collect(model, isExpression);
}

function isStep(value: object): value is Step {
  return 'kind' in value && !('node' in value) && !('type' in value);
}

function isExpression(value: object): value is Expression {
  return 'node' in value && 'source' in value;
}

/** Walks plain data, but not into what was found in an expression. */
function collect<Found extends object>(value: unknown, is: (value: object) => value is Found): Found[] {
  if (Array.isArray(value)) return value.flatMap((item) => collect(item, is));
  if (typeof value !== 'object' || value === null) return [];
  const own = is(value) ? [value] : [];
  return isExpression(value) ? own : [...own, ...Object.values(value).flatMap((part) => collect(part, is))];
}
