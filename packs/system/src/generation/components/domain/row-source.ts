import type { Field } from '../../../model/field.ts';
import type { Assignment, Operation } from '../../../model/operation.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';

/** Where the values of a row that is written come from. */
export interface RowSource {
  readonly plan: EntityPlan;
  readonly operation: Operation;
  readonly fromInput: boolean;
  readonly set: readonly Assignment[];
  /** The variable that holds the new record's token. */
  readonly token?: string;
}

/** The fields of the input that the row takes over. */
export function inputFields({ fromInput, operation, plan, set }: RowSource): readonly Field[] {
  if (!fromInput) return [];
  const own = new Set(plan.entity.fields.map(({ name }) => name));
  const assigned = new Set(set.map(({ field }) => field));
  return operation.input.filter(({ name }) => own.has(name) && !assigned.has(name));
}
