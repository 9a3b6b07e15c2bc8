import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Expression } from '../../expression/expression.ts';
import type { Entity } from '../../model/entity.ts';
import type { LoadKey, Refusal, Step } from '../../model/operation.ts';
import { camelCase, spaced } from '../../naming/letter-case.ts';
import { readEntityVariable } from './entity-variable.ts';
import { lowerAssignments } from '../lower-assignments.ts';
import type { OperationScope } from '../operation-scope.ts';
import { lowerRefusal } from '../refusal.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';
import { requireUniqueKey } from './unique-key.ts';

type LoadDocument = StepOf<'load'>;

/** `load: Shift as shift`, by path parameter, by an expression or by unique fields. */
export function lowerLoad(
  step: LoadDocument,
  path: DocumentPath,
  { scope, parameters }: StepSurroundings,
): Step | undefined {
  const read = readEntityVariable(step.load, [...path, 'load'], scope);
  if (read === undefined) return undefined;
  const { entity, variable } = read;
  const by = lowerKey(step, entity, variable, path, scope, parameters);
  scope.declare(variable, { kind: 'record', entity: entity.name }, [...path, 'load']);
  if (by === undefined) return undefined;
  const missing = step.else === undefined ? standardMissing(entity, by) : lowerRefusal(step.else);
  return { kind: 'load', entity: entity.name, as: variable, by, missing };
}

function lowerKey(
  step: LoadDocument,
  entity: Entity,
  variable: string,
  path: DocumentPath,
  scope: OperationScope,
  parameters: readonly string[],
): LoadKey | undefined {
  const place = [...path, 'by'];
  if (typeof step.by === 'object') {
    requireUniqueKey(entity, Object.keys(step.by), place, scope);
    return { kind: 'unique', fields: lowerAssignments(step.by, entity, place, scope) };
  }
  const parameter = pathParameterOf(variable, entity.name, parameters);
  if (step.by === undefined && parameter === undefined) {
    scope.context.problems.add({
      code: 'unknown_parameter',
      path: [...path, 'load'],
      message: `Nothing says which ${spaced(entity.name)}: the path has no parameter \`{${variable}}\`.`,
      suggestion:
        parameters.length === 1
          ? `Write \`by: path.${parameters[0]}\`, or name the parameter \`{${variable}}\`.`
          : `Write \`by: input.${variable}\`, or add the parameter to the path.`,
    });
    return undefined;
  }
  const source = step.by ?? `path.${parameter ?? ''}`;
  const target = { kind: 'reference', entity: entity.name } as const;
  const value = scope.expression(source, step.by === undefined ? [...path, 'load'] : place, {
    target,
  })?.expression;
  return value === undefined ? undefined : { kind: 'id', value };
}

/** The parameter that names the record a `load` without `by` reads. */
export function pathParameterOf(
  variable: string,
  entity: string,
  parameters: readonly string[],
): string | undefined {
  const own = [variable, camelCase(entity)];
  return [...own, ...own.map((name) => `${name}Id`), 'id'].find((name) => parameters.includes(name));
}

function standardMissing(entity: Entity, by: LoadKey): Refusal {
  const thing = spaced(entity.name);
  const inputField = by.kind === 'id' ? inputMember(by.value) : undefined;
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

/** `input.member` → `member`. */
function inputMember({ node }: Expression): string | undefined {
  return node.kind === 'member' && node.target.kind === 'variable' && node.target.name === 'input'
    ? node.name
    : undefined;
}
