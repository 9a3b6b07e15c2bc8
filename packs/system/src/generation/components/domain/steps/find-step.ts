import { bound } from './bound-variable.ts';
import { foundCode } from './record-query.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderFind({ as, by, entity }: StepOf<'find'>, context: StepContext): string[] {
  if (!context.readsLater(as) && !context.isResult) return [];
  return [bound(as, `${foundCode(entity, by, context)} ?? null`, context)];
}
