import type { EntityPlan } from '../../plan/entity-plan.ts';
import { checkFunction } from '../../plan/function-names.ts';
import type { OperationScope } from './operation-scope.ts';

/** The statement that checks the rules of an entity for a record that was just written; undefined where there are none. */
export function ruleCheck(
  entity: string,
  { file, system }: OperationScope,
): ((record: string) => string) | undefined {
  const plan = system.entity(entity);
  if (plan.entity.rules === undefined) return undefined;
  return (record) => {
    const check = file.imports.value(rulesFile(plan), checkFunction(plan));
    return `${system.asynchrony.await}${check}(tables, ${record});`;
  };
}

export function rulesFile({ file }: EntityPlan): string {
  return file.replace(/\.ts$/, '-rules.ts');
}
