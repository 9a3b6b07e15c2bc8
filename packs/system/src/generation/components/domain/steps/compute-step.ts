import type { StepContext, StepOf } from './step-context.ts';

export function renderCompute({ as, value }: StepOf<'compute'>, { scope }: StepContext): string[] {
  const variable = scope.declareComputed(as, value.node);
  return [`const ${variable} = ${scope.compile(value)};`];
}
