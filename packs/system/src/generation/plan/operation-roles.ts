import type { OperationPlan } from './operation-plan.ts';
import type { SystemPlan } from './system-plan.ts';

/** The standard operations of an entity, as far as it has them and they do nothing more. */
export interface OperationRoles {
  readonly create?: OperationPlan;
  readonly list?: OperationPlan;
  readonly read?: OperationPlan;
  readonly update?: OperationPlan;
  readonly remove?: OperationPlan;
  readonly actions: readonly OperationPlan[];
}

/** Whether the function of an operation is called without telling who asks, and works on no passwords. */
export function isAskedByAnybody({ operation, usesPasswords }: OperationPlan): boolean {
  return !usesPasswords && (operation.access?.identities ?? []).length === 0;
}

export function operationRoles(entity: string, system: SystemPlan): OperationRoles {
  const operations = system.operationsOf(entity).filter(isAskedByAnybody);
  const standard = operations.filter(({ operation }) => operation.origin === 'standard');
  const withStep = (...kinds: string[]) =>
    standard.find(({ operation: { steps } }) => {
      const isPlain = steps.every((step) => !('set' in step) || step.set.length === 0);
      return isPlain && steps.map(({ kind }) => kind).join() === kinds.join();
    });
  // What rules let through cannot be told beforehand.
  const hasRules = system.entity(entity).entity.rules !== undefined;
  const [create, list, read, update, remove] = [
    hasRules ? undefined : withStep('create'),
    withBareList(withStep('list')),
    withStep('load'),
    hasRules ? undefined : changing(withStep('load', 'update')),
    withStep('load', 'delete'),
  ];
  return {
    ...(create && { create }),
    ...(list && { list }),
    ...(read && { read }),
    ...(update && { update }),
    ...(remove && { remove }),
    actions: hasRules ? [] : operations.filter(({ operation }) => operation.origin === 'action'),
  };
}

/** A change of single fields, not of the record as a whole. */
function changing(update: OperationPlan | undefined): OperationPlan | undefined {
  return update?.operation.isPartial === true ? update : undefined;
}

/** A list that is answered as it is, not in an object around it. */
function withBareList(list: OperationPlan | undefined): OperationPlan | undefined {
  return list?.operation.answer.body.kind === 'variable' ? list : undefined;
}
