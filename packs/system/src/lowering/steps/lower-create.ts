import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { ValueType } from '../../expression/expression.ts';
import { tokenField } from '../../model/secret-fields.ts';
import type { Step } from '../../model/operation.ts';
import { lowerAssignments } from '../lower-assignments.ts';
import { copyInput } from './copy-input.ts';
import { readEntityVariable } from './entity-variable.ts';
import { requireFields } from './required-fields.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

/** `create: Place as place`: every required field must come from somewhere. */
export function lowerCreate(
  step: StepOf<'create'>,
  path: DocumentPath,
  { scope, input }: StepSurroundings,
): Step | undefined {
  const read = readEntityVariable(step.create, [...path, 'create'], scope);
  if (read === undefined) return undefined;
  const { entity, variable } = read;
  const fromInput = step.from === 'input';
  const copied = fromInput ? copyInput(input, entity, path, scope) : [];
  const set = lowerAssignments(step.set, entity, [...path, 'set'], scope);
  const given = [...copied.map((field) => field.name), ...Object.keys(step.set ?? {})];
  requireFields(entity, given, path, scope);
  const type: ValueType = { kind: 'record', entity: entity.name };
  const isTold = tokenField(entity) !== undefined;
  scope.declare(variable, isTold ? { ...type, isNew: true } : type, [...path, 'create']);
  return { kind: 'create', entity: entity.name, as: variable, fromInput, set };
}
