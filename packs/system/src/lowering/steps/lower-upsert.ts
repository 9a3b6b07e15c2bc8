import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Step } from '../../model/operation.ts';
import { lowerAssignments } from '../lower-assignments.ts';
import { readEntityVariable } from './entity-variable.ts';
import { requireFields } from './required-fields.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';
import { requireUniqueKey } from './unique-key.ts';

/** `upsert: Place` with a unique `key`. */
export function lowerUpsert(
  step: StepOf<'upsert'>,
  path: DocumentPath,
  { scope }: StepSurroundings,
): Step | undefined {
  const read = readEntityVariable(step.upsert, [...path, 'upsert'], scope);
  if (read === undefined) return undefined;
  const { entity, variable } = read;
  const key = lowerAssignments(step.key, entity, [...path, 'key'], scope);
  const set = lowerAssignments(step.set, entity, [...path, 'set'], scope);
  const keyNames = Object.keys(step.key);
  requireUniqueKey(entity, keyNames, [...path, 'key'], scope);
  for (const name of Object.keys(step.set ?? {})) {
    if (!keyNames.includes(name)) continue;
    scope.context.problems.add({
      code: 'name_clash',
      path: [...path, 'set', name],
      isKey: true,
      message: `\`${name}\` stands in \`key\` already.`,
    });
  }
  requireFields(entity, [...keyNames, ...Object.keys(step.set ?? {})], path, scope);
  scope.declare(variable, { kind: 'record', entity: entity.name }, [...path, 'upsert']);
  return { kind: 'upsert', entity: entity.name, as: variable, key, set };
}
