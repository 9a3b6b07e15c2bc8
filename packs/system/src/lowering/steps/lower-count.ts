import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Step } from '../../model/operation.ts';
import { camelCase } from '../../naming/letter-case.ts';
import { readEntityVariable } from './entity-variable.ts';
import { lowerWhere } from './lower-where.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

/** `count: Place as taken`: a whole number. */
export function lowerCount(
  step: StepOf<'count'>,
  path: DocumentPath,
  { scope }: StepSurroundings,
): Step | undefined {
  const read = readEntityVariable(
    step.count,
    [...path, 'count'],
    scope,
    (entity) => `${camelCase(entity.name)}Count`,
  );
  if (read === undefined) return undefined;
  const { entity, variable } = read;
  const where =
    step.where === undefined ? undefined : lowerWhere(step.where, entity.name, [...path, 'where'], scope);
  scope.declare(variable, { kind: 'integer' }, [...path, 'count']);
  return { kind: 'count', entity: entity.name, as: variable, ...(where === undefined ? {} : { where }) };
}
