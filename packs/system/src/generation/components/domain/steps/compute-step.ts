import type { StepContext, StepOf } from './step-context.ts';

export function renderCompute(
  { as, value }: StepOf<'compute'>,
  { readsLater, scope }: StepContext,
): string[] {
  if (!readsLater(as)) return [];
  const code = scope.compile(value);
  return [`const ${scope.declare(as)} = ${code};`];
}
