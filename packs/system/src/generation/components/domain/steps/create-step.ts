import { referenceChecks } from '../reference-checks.ts';
import { newRowValues } from '../row-values.ts';
import { boundWrite } from './bound-variable.ts';
import { rowSource } from './row-source.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderCreate(step: StepOf<'create'>, context: StepContext): string[] {
  const { scope, system } = context;
  const source = rowSource(step.entity, step.fromInput, step.set, context);
  const references = referenceChecks(source, scope);
  const { checks, code } = newRowValues(source, scope);
  const call = `${system.asynchrony.await}tables.${source.plan.table}.${scope.usage.method('insert')}(${code})`;
  return [...references, ...checks, ...boundWrite(step.as, step.entity, call, context)];
}
