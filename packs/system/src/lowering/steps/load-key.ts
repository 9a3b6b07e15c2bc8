import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Entity } from '../../model/entity.ts';
import type { LoadKey } from '../../model/operation.ts';
import { camelCase, spaced } from '../../naming/letter-case.ts';
import { lowerAssignments, lowerKey } from '../lower-assignments.ts';
import { lowerSort } from './lower-sort.ts';
import { lowerWhere } from './lower-where.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';
import { requireUniqueKey } from './unique-key.ts';

interface Target {
  readonly entity: Entity;
  readonly variable: string;
}

/** Which record a `load` or `find` reads: by id, by unique fields, the first that meets a condition, or by the path. */
export function lowerLoadKey(
  step: StepOf<'load'> | StepOf<'find'>,
  target: Target,
  path: DocumentPath,
  surroundings: StepSurroundings,
): LoadKey | undefined {
  const { scope } = surroundings;
  const { entity } = target;
  reportMixed(step, path, surroundings);
  if (step.where !== undefined) {
    const condition = lowerWhere(step.where, entity.name, [...path, 'where'], scope);
    const sort = lowerSort(step.sort ?? 'createdAt', entity, [...path, 'sort'], scope);
    return condition === undefined ? undefined : { kind: 'where', condition, sort };
  }
  if (typeof step.by !== 'object') return lowerId(step, target, path, surroundings);
  const place = [...path, 'by'];
  requireUniqueKey(entity, Object.keys(step.by), place, scope);
  return { kind: 'unique', fields: lowerKey(step.by, entity, place, scope) };
}

/** `where` says which record is meant, so nothing else may; and only where several might be meant is there an order. */
function reportMixed(
  step: StepOf<'load'> | StepOf<'find'>,
  path: DocumentPath,
  { scope }: StepSurroundings,
): void {
  const isTwice = step.where !== undefined && step.by !== undefined;
  const isOrdered = step.where === undefined && step.sort !== undefined;
  if (!isTwice && !isOrdered) return;
  scope.context.problems.add({
    code: 'unknown_key',
    path: [...path, isTwice ? 'by' : 'sort'],
    isKey: true,
    message: isTwice
      ? 'A record is chosen by `by` or by `where`, not by both.'
      : 'An order has a meaning only beside `where`.',
    suggestion: isTwice ? 'Put the key into the condition: `record.email == input.email && …`.' : undefined,
  });
}

function lowerId(
  step: StepOf<'load'> | StepOf<'find'>,
  target: Target,
  path: DocumentPath,
  surroundings: StepSurroundings,
): LoadKey | undefined {
  const { scope, parameters } = surroundings;
  const own = [...path, 'load' in step ? 'load' : 'find'];
  const id = { kind: 'reference', entity: target.entity.name } as const;
  // No record has no id: what looks for one finds none.
  const type = 'find' in step ? ({ kind: 'nullable', of: id } as const) : id;
  const parameter = pathParameterOf(target.variable, target.entity.name, parameters);
  if (typeof step.by !== 'string' && parameter === undefined) return lowerUnique(target, own, surroundings);
  const [source, place] =
    typeof step.by === 'string' ? [step.by, [...path, 'by']] : [`path.${parameter ?? ''}`, own];
  const value = scope.expression(source, place, { target: type })?.expression;
  return value === undefined ? undefined : { kind: 'id', value };
}

/** By a parameter that has the name of a unique field; there is no other way left. */
function lowerUnique(
  { entity, variable }: Target,
  path: DocumentPath,
  { scope, parameters }: StepSurroundings,
): LoadKey | undefined {
  const key = uniqueParameterOf(entity, parameters);
  if (key !== undefined)
    return { kind: 'unique', fields: lowerAssignments({ [key]: `path.${key}` }, entity, path, scope) };
  scope.context.problems.add({
    code: 'unknown_parameter',
    path,
    message: `Nothing says which ${spaced(entity.name)}: the path has no parameter \`{${variable}}\`.`,
    suggestion:
      parameters.length === 1
        ? `Write \`by: path.${parameters[0]}\`, or name the parameter \`{${variable}}\`.`
        : `Write \`by: input.${variable}\` or \`where: record.… == …\`, or add the parameter to the path.`,
  });
  return undefined;
}

/** The parameter that has the name of a field by which there is one record at most: `{slug}`. */
function uniqueParameterOf({ fields }: Entity, parameters: readonly string[]): string | undefined {
  return fields.find(({ name, unique }) => unique !== undefined && parameters.includes(name))?.name;
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
