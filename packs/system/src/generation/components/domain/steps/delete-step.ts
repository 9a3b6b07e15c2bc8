import type { EntityPlan } from '../../../plan/entity-plan.ts';
import { removalFunction } from '../../../plan/function-names.ts';
import { removalsFile } from '../removal-file.ts';
import type { StepContext, StepOf } from './step-context.ts';

export function renderDelete({ entity, target }: StepOf<'delete'>, { scope, system }: StepContext): string[] {
  const plan: EntityPlan = system.entity(entity);
  const row = scope.variable(target);
  const wait = system.asynchrony.await;
  if (system.dependentsOf(entity).length === 0) {
    return [`${wait}tables.${plan.table}.${scope.usage.method('delete')}(${row});`];
  }
  scope.usage.removals.add(entity);
  return [`${wait}${scope.file.imports.value(removalsFile, removalFunction(plan))}(tables, ${row});`];
}
