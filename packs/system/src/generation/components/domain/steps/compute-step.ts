import type { StepContext, StepOf } from './step-context.ts';

export function renderCompute({ as, value }: StepOf<'compute'>, { scope }: StepContext): string[] {
  const code = scope.compile(value);
  return [`const ${scope.declare(as)} = ${code};`];
}
