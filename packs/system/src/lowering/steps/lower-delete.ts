import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Step } from '../../model/operation.ts';
import { lowerDeleteAll, refuseWhere } from './lower-all.ts';
import { recordEntity } from './record-entity.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

/** `delete: shift`: the record of a variable. `delete: Shift`: all that meet `where`. */
export function lowerDelete(
  step: StepOf<'delete'>,
  path: DocumentPath,
  surroundings: StepSurroundings,
): Step | readonly Step[] | undefined {
  const { scope } = surroundings;
  if (/^[A-Z]/.test(step.delete)) return lowerDeleteAll(step, path, surroundings);
  refuseWhere(step, 'delete', path, scope);
  const entity = recordEntity(step.delete, [...path, 'delete'], scope);
  return entity === undefined ? undefined : { kind: 'delete', entity: entity.name, target: step.delete };
}
