import { literal } from '../../../code/literal.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderEmit({ event, payload }: StepOf<'emit'>, { scope }: StepContext): string[] {
  scope.usage.hasEvents = true;
  const members = payload.map(({ field, value }) => `${field}: ${scope.compile(value)}`);
  const fields = [`event: ${literal(event)}`, ...members];
  return [`tables.emit({ ${fields.join(', ')} });`];
}
