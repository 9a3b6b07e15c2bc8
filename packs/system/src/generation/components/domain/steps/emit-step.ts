import { literal } from '../../../code/literal.ts';
import { isEventKept } from '../../../plan/flow-plan.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderEmit({ event, payload }: StepOf<'emit'>, { scope, system }: StepContext): string[] {
  scope.usage.hasEvents = true;
  const given = new Set(payload.map(({ field }) => field));
  const declared = system.model.events.find(({ name }) => name === event)?.fields ?? [];
  const absent = declared
    .filter(({ name }) => !given.has(name))
    .map(
      ({ name, defaultValue }) =>
        `${name}: ${literal(defaultValue?.kind === 'literal' ? defaultValue.value : null)}`,
    );
  const members = payload.map(({ field, value }) => `${field}: ${scope.compile(value)}`);
  const data = [...members, ...absent].join(', ');
  const wait = isEventKept(system) ? system.asynchrony.await : '';
  return [`${wait}tables.emit({ event: ${literal(event)}, data: { ${data} } });`];
}
