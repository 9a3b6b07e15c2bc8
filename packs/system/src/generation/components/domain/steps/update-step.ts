import { referenceChecks } from '../reference-checks.ts';
import { changedRowValues } from '../row-values.ts';
import { rebound } from './bound-variable.ts';
import { rowSource } from './row-source.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderUpdate(step: StepOf<'update'>, context: StepContext): string[] {
  const { scope, system } = context;
  const source = rowSource(step.entity, step.fromInput, step.set, context);
  const references = referenceChecks(source, scope);
  const { checks, code } = changedRowValues(source, scope);
  const table = `${system.asynchrony.await}tables.${source.plan.table}`;
  const call = `${table}.${scope.usage.method('update')}(${scope.variable(step.target)}, ${code})`;
  return [...references, ...checks, ...rebound(step.target, step.entity, call, context)];
}
