import type { Entity } from '../../model/entity.ts';
import type { Field, FieldType } from '../../model/field.ts';
import { addInternalEntity } from '../internal-entities.ts';
import type { LoweringContext } from '../lowering-context.ts';

export const jobEntityName = 'FlowJob';

const text: FieldType = { kind: 'text' };
const integer: FieldType = { kind: 'integer' };

/** The fields of a job, as the harness that runs them knows them. */
const fields: readonly Field[] = [
  { name: 'flow', type: text, isOptional: false },
  { name: 'schedule', type: text, isOptional: true },
  { name: 'lane', type: text, isOptional: true },
  { name: 'dueAt', type: { kind: 'datetime' }, isOptional: false },
  { name: 'position', type: integer, isOptional: false },
  { name: 'failedAt', type: integer, isOptional: true },
  { name: 'attempts', type: integer, isOptional: false },
  { name: 'state', type: { kind: 'json' }, isOptional: false },
  { name: 'error', type: text, isOptional: true },
  { name: 'isDead', type: { kind: 'boolean' }, isOptional: false },
];

/** What the system keeps of the runs of its flows, and of the webhooks it has still to deliver. */
export function jobEntity(context: LoweringContext): Entity {
  return addInternalEntity(context, {
    name: jobEntityName,
    description: 'What a flow has still to do.',
    fields,
  });
}
