import type { Expression } from '../../expression/expression.ts';
import type { Operation } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';

/** The entity whose id each path parameter is, as far as the operation's steps tell. */
export function pathEntities(operation: Operation): ReadonlyMap<string, string> {
  const entities = new Map<string, string>();
  for (const step of allSteps(operation.steps)) {
    if (step.kind !== 'load' && step.kind !== 'find') continue;
    if (step.by.kind !== 'id') continue;
    const parameter = parameterOf(step.by.value);
    if (parameter) entities.set(parameter, step.entity);
  }
  return entities;
}

/** `path.task` → `task`. */
function parameterOf({ node }: Expression): string | undefined {
  if (node.kind !== 'member' || node.target.kind !== 'variable') return undefined;
  return node.target.name === 'path' ? node.name : undefined;
}
