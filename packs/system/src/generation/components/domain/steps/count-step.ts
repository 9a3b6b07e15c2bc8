import { renderConditions } from '../conditions.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderCount(step: StepOf<'count'>, context: StepContext): string[] {
  const { scope, system } = context;
  const plan = system.entity(step.entity);
  const table = `tables.${plan.table}`;
  const { where, matching } = renderConditions([], step.where, plan.entity, scope);
  const variable = scope.declareCount(step.as);
  const { asynchrony } = system;
  if (matching === undefined)
    return [`const ${variable} = ${asynchrony.await}${table}.${scope.usage.method('count')}(${where});`];
  const rows = asynchrony.result(`${table}.${scope.usage.method('filter')}(${where})`);
  return [`const ${variable} = ${rows}.filter(${matching}).length;`];
}
