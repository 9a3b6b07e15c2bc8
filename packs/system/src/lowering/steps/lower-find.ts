import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Step } from '../../model/operation.ts';
import { readEntityVariable } from './entity-variable.ts';
import { lowerLoadKey } from './load-key.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

/** `find: Customer as known`: like `load`, but the variable is null when there is no such record. */
export function lowerFind(
  step: StepOf<'find'>,
  path: DocumentPath,
  surroundings: StepSurroundings,
): Step | undefined {
  const { scope } = surroundings;
  const read = readEntityVariable(step.find, [...path, 'find'], scope);
  if (read === undefined) return undefined;
  const { entity, variable } = read;
  const by = lowerLoadKey(step, read, path, surroundings);
  const type = { kind: 'nullable', of: { kind: 'record', entity: entity.name } } as const;
  scope.declare(variable, type, [...path, 'find']);
  return by === undefined ? undefined : { kind: 'find', entity: entity.name, as: variable, by };
}
