import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Step } from '../../model/operation.ts';
import { lowerAssignments } from '../lower-assignments.ts';
import { copyInput } from './copy-input.ts';
import { lowerUpdateAll, refuseWhere } from './lower-all.ts';
import { recordEntity } from './record-entity.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

/** `update: shift`: the variable holds the new version afterwards. `update: Shift`: all that meet `where`. */
export function lowerUpdate(
  step: StepOf<'update'>,
  path: DocumentPath,
  surroundings: StepSurroundings,
): Step | readonly Step[] | undefined {
  const { scope, input } = surroundings;
  if (/^[A-Z]/.test(step.update)) return lowerUpdateAll(step, path, surroundings);
  refuseWhere(step, 'update', path, scope);
  const entity = recordEntity(step.update, [...path, 'update'], scope);
  if (entity === undefined) return undefined;
  const fromInput = step.from === 'input';
  if (fromInput) copyInput(input, entity, path, scope);
  const set = lowerAssignments(step.set, entity, [...path, 'set'], scope);
  if (!fromInput && step.set === undefined) {
    scope.context.problems.add({
      code: 'missing_key',
      path,
      message: 'An update needs `set`, or `from: input`.',
    });
  }
  scope.forget(step.update);
  return { kind: 'update', entity: entity.name, target: step.update, fromInput, set };
}
