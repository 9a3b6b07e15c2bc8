import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Step } from '../../model/operation.ts';
import { recordEntity } from './record-entity.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

/** `delete: shift`: the record of a variable. */
export function lowerDelete(
  step: StepOf<'delete'>,
  path: DocumentPath,
  { scope }: StepSurroundings,
): Step | undefined {
  const entity = recordEntity(step.delete, [...path, 'delete'], scope);
  return entity === undefined ? undefined : { kind: 'delete', entity: entity.name, target: step.delete };
}
