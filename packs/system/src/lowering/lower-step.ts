import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { StepDocument } from '../blueprint/document.ts';
import type { Step } from '../model/operation.ts';
import { camelCase } from '../naming/letter-case.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { readEntityVariable } from './entity-variable.ts';
import { lowerAssignments } from './lower-assignments.ts';
import { lowerList, lowerWhere } from './lower-list.ts';
import { lowerLoad } from './lower-load.ts';
import { lowerWrite } from './lower-record-steps.ts';
import type { InputDeclaration } from './lower-record-steps.ts';
import type { OperationScope } from './operation-scope.ts';
import { lowerRefusal } from './refusal.ts';

/** What steps need to know of their operation. */
export interface StepSurroundings {
  readonly scope: OperationScope;
  readonly input: InputDeclaration;
  readonly parameters: readonly string[];
}

/** Checks one step and lowers it; undefined when it cannot be lowered, which is reported. */
export function lowerStep(
  step: StepDocument,
  path: DocumentPath,
  { scope, input, parameters }: StepSurroundings,
): Step | undefined {
  if ('load' in step) return lowerLoad(step, path, scope, parameters);
  if ('list' in step) return lowerList(step, path, scope);
  if ('count' in step) return lowerCount(step, path, scope);
  if ('require' in step) return lowerRequire(step, path, scope);
  if ('compute' in step) return lowerCompute(step, path, scope);
  if ('emit' in step) return lowerEmit(step, path, scope);
  return lowerWrite(step, path, scope, input);
}

function lowerCount(
  step: Extract<StepDocument, { count: string }>,
  path: DocumentPath,
  scope: OperationScope,
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

function lowerRequire(
  step: Extract<StepDocument, { require: string }>,
  path: DocumentPath,
  scope: OperationScope,
): Step | undefined {
  const checked = scope.expression(step.require, [...path, 'require'], { target: { kind: 'boolean' } });
  if (checked === undefined) return undefined;
  scope.learn(checked.whenTrue);
  return { kind: 'require', condition: checked.expression, otherwise: lowerRefusal(step.else) };
}

function lowerCompute(
  step: Extract<StepDocument, { compute: string }>,
  path: DocumentPath,
  scope: OperationScope,
): Step | undefined {
  const value = scope.anyValue(step.value, [...path, 'value']);
  scope.declare(step.compute, value?.type ?? { kind: 'json' }, [...path, 'compute']);
  return value === undefined ? undefined : { kind: 'compute', as: step.compute, value };
}

function lowerEmit(
  step: Extract<StepDocument, { emit: string }>,
  path: DocumentPath,
  scope: OperationScope,
): Step | undefined {
  const { events, problems } = scope.context;
  const event = events.get(step.emit);
  if (event === undefined) {
    problems.add({
      code: 'unknown_event',
      path: [...path, 'emit'],
      message: `There is no event \`${step.emit}\`.`,
      suggestion: suggestName(step.emit, events.keys()) ?? 'Define it under `events`.',
    });
    return undefined;
  }
  const payload = lowerAssignments(step.set, event, [...path, 'set'], scope);
  for (const field of event.fields) {
    const isGiven = step.set !== undefined && Object.hasOwn(step.set, field.name);
    if (isGiven || field.isOptional || field.defaultValue !== undefined) continue;
    problems.add({
      code: 'missing_field',
      path,
      message: `The event \`${event.name}\` needs \`${field.name}\`.`,
      suggestion: 'Give it in `set`.',
    });
  }
  return { kind: 'emit', event: event.name, payload };
}
