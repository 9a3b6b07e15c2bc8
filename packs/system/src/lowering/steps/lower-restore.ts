import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { StepDocument } from '../../blueprint/document.ts';
import type { Entity } from '../../model/entity.ts';
import type { ValueType } from '../../expression/expression.ts';
import type { Field } from '../../model/field.ts';
import type { Assignment, Step } from '../../model/operation.ts';
import type { OperationScope } from '../operation-scope.ts';
import { isFreeVariable } from '../../naming/identifier.ts';
import { spaced } from '../../naming/letter-case.ts';
import { assignedFields } from '../access/assigned-fields.ts';
import { recordEntity } from './record-entity.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

/** `restore: page`: a deleted record is brought back, if all that it refers to is still there. */
export function lowerRestore(
  step: StepOf<'restore'>,
  path: DocumentPath,
  surroundings: StepSurroundings,
): readonly Step[] | undefined {
  const { scope } = surroundings;
  const { restore: variable } = step;
  const entity = recordEntity(variable, [...path, 'restore'], scope);
  if (entity === undefined) return undefined;
  if (entity.isSoftDeleted !== true) {
    scope.context.problems.add({
      code: 'missing_key',
      path: [...path, 'restore'],
      message: `Deleted records of \`${entity.name}\` are not kept, so that none can be brought back.`,
      suggestion: `Write \`softDelete: true\` in \`${entity.name}\`.`,
    });
    return undefined;
  }
  const references = referencesOf(entity, variable, surroundings);
  const documents = [stateCheck(step, entity), ...references.flatMap((one) => checksOf(one, step, entity))];
  const checks = surroundings.lowerSteps(documents, path, surroundings);
  const nothing = scope.value('null', { kind: 'nullable', of: { kind: 'datetime' } }, path);
  const cleared = references.flatMap((one) => clearing(one, variable, path, scope));
  scope.forget(variable);
  if (nothing === undefined) return undefined;
  const set = [{ field: 'deletedAt', value: nothing }, ...cleared];
  return [...checks, { kind: 'update', entity: entity.name, target: variable, fromInput: false, set }];
}

interface Reference {
  readonly field: Field;
  readonly entity: string;
  readonly isCleared: boolean;
  /** The variable of the record that it leads to. */
  readonly found: string;
}

function referencesOf(entity: Entity, variable: string, { scope }: StepSurroundings): Reference[] {
  const assigned = new Set(assignedFields(entity.name, scope.context).map(({ field }) => field));
  return entity.fields.flatMap((field): Reference[] => {
    const { name, type } = field;
    if (type.kind !== 'reference' || assigned.has(name)) return [];
    const found = freeName(name, [...scope.declaredNames, variable]);
    return [{ field, entity: type.entity, isCleared: type.onDelete === 'clear', found }];
  });
}

function stateCheck({ restore, else: otherwise }: StepOf<'restore'>, { name }: Entity): StepDocument {
  return {
    require: `${restore}.deletedAt != null`,
    else: otherwise ?? `409 not_deleted: This ${spaced(name)} is not deleted`,
  };
}

function checksOf(
  { field: { name, isOptional }, entity, isCleared, found }: Reference,
  { restore: variable }: StepOf<'restore'>,
  owner: Entity,
): StepDocument[] {
  const key = isOptional ? { where: `record.id == ${variable}.${name}` } : { by: `${variable}.${name}` };
  const find: StepDocument = { find: `${entity} as ${found}`, ...key };
  if (isCleared) return [find];
  const absent = isOptional ? `${variable}.${name} == null || ` : '';
  return [
    find,
    {
      require: `${absent}${found} != null`,
      else: `409 unknown_reference: The ${spaced(name)} of this ${spaced(owner.name)} is not there any more`,
    },
  ];
}

/** A reference that would have been emptied had the record been there. */
function clearing(
  { field, entity, isCleared, found }: Reference,
  variable: string,
  path: DocumentPath,
  scope: OperationScope,
): Assignment[] {
  if (!isCleared) return [];
  const target: ValueType = { kind: 'nullable', of: { kind: 'reference', entity } };
  const value = scope.value(`${found} == null ? null : ${variable}.${field.name}`, target, path);
  return value === undefined ? [] : [{ field: field.name, value }];
}

function freeName(field: string, taken: readonly string[]): string {
  const names = [field, `${field}Found`, `${field}ReferredTo`];
  return names.find((name) => isFreeVariable(name) && !taken.includes(name)) ?? `${field}Record`;
}
