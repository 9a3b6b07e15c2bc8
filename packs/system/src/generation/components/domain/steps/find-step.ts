import { bound } from './bound-variable.ts';
import { foundCode } from './record-query.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderFind({ as, by, entity }: StepOf<'find'>, context: StepContext): string[] {
  const found = `${foundCode({ entity, by }, context)} ?? null`;
  const isMaybe = by.kind === 'id' && by.value.type.kind === 'nullable';
  const code = isMaybe ? `${context.scope.compile(by.value)} === null ? null : (${found})` : found;
  return [bound(as, code, context)];
}
