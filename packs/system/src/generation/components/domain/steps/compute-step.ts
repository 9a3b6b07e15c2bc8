import type { StepContext, StepOf } from './step-context.ts';

export function renderCompute(
  { as, value }: StepOf<'compute'>,
  { readsLater, scope }: StepContext,
): string[] {
  if (!readsLater(as)) return [];
  const variable = scope.declareComputed(as, value.node);
  return [`const ${variable} = ${scope.compile(value)};`];
}
