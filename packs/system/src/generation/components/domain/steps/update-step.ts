import type { EntityPlan } from '../../../plan/entity-plan.ts';
import { tablesFile } from '../../store/tables-file.ts';
import type { OperationScope } from '../operation-scope.ts';
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
  const isRestored = step.set.some(({ field }) => field === 'deletedAt');
  const changes = isRestored ? restoration(code, source.plan, scope) : code;
  const table = `${system.asynchrony.await}tables.${source.plan.table}`;
  const call = `${table}.${scope.usage.method('update')}(${scope.variable(step.target)}, ${changes})`;
  return [...references, ...checks, ...rebound(step.target, step.entity, call, context)];
}

/** What tables keep by themselves is changed only to bring a record back. */
function restoration(code: string, { type, file }: EntityPlan, scope: OperationScope): string {
  const changes = scope.file.imports.type(tablesFile, 'Changes');
  return `${code} as ${changes}<${scope.file.imports.type(file, type)}>`;
}
