import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Entity } from '../../model/entity.ts';
import type { LoadKey, Refusal, Step } from '../../model/operation.ts';
import { spaced } from '../../naming/letter-case.ts';
import { lowerLoadKey } from './load-key.ts';
import { readEntityVariable } from './entity-variable.ts';
import type { OperationScope } from '../operation-scope.ts';
import { lowerRefusal } from '../refusal.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

/** `load: Shift as shift`, by path parameter, by an expression or by unique fields. */
export function lowerLoad(
  step: StepOf<'load'>,
  path: DocumentPath,
  surroundings: StepSurroundings,
): Step | undefined {
  const { scope } = surroundings;
  const read = readEntityVariable(step.load, [...path, 'load'], scope);
  if (read === undefined) return undefined;
  const { entity, variable } = read;
  const by = lowerLoadKey(step, { entity, variable }, path, surroundings);
  scope.declare(variable, { kind: 'record', entity: entity.name }, [...path, 'load']);
  if (by === undefined) return undefined;
  const missing =
    step.else === undefined
      ? standardMissing(entity, by, scope)
      : lowerRefusal(step.else, [...path, 'else'], scope);
  if (step.deleted === undefined) return { kind: 'load', entity: entity.name, as: variable, by, missing };
  reportNotKept(entity, [...path, 'deleted'], scope);
  return { kind: 'load', entity: entity.name, as: variable, by, isKept: true, missing };
}

function reportNotKept({ name, isSoftDeleted }: Entity, path: DocumentPath, scope: OperationScope): void {
  if (isSoftDeleted === true) return;
  scope.context.problems.add({
    code: 'missing_key',
    path,
    message: `Deleted records of \`${name}\` are not kept.`,
    suggestion: `Write \`softDelete: true\` in \`${name}\`.`,
  });
}

function standardMissing(entity: Entity, by: LoadKey, scope: OperationScope): Refusal {
  const thing = spaced(entity.name);
  const inputField = by.kind === 'id' ? scope.inputFieldOf(by.value.node) : undefined;
  if (inputField !== undefined) {
    return {
      status: 400,
      code: 'invalid_input',
      message: `There is no ${thing} with this id`,
      about: { field: inputField, code: 'unknown_reference' },
    };
  }
  return {
    status: 404,
    code: 'not_found',
    message: by.kind === 'id' ? `There is no ${thing} with this id` : `There is no such ${thing}`,
  };
}
