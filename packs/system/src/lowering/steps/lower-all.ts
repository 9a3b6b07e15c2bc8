import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import { renameVariable } from '../../expression/expression-walk.ts';
import type { Expression, ValueType } from '../../expression/expression.ts';
import type { Entity } from '../../model/entity.ts';
import type { Assignment, Step } from '../../model/operation.ts';
import { listVariableName, variableName } from '../../naming/identifier.ts';
import { lowerAssignments } from '../lower-assignments.ts';
import type { OperationScope } from '../operation-scope.ts';
import { parseEntityVariable, readEntityVariable } from './entity-variable.ts';
import { lowerWhere } from './lower-where.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';
import { listNode, wholeListStep } from './whole-list.ts';

/** `update: Task` with `where`: every record that meets it, one after the other; `record` in `set` is the one at hand. */
export function lowerUpdateAll(
  step: StepOf<'update'>,
  path: DocumentPath,
  { scope }: StepSurroundings,
): readonly Step[] | undefined {
  const matched = readMatched(step.update, step.where, 'update', path, scope);
  if (matched === undefined) return undefined;
  const { entity, item } = matched;
  if (step.from !== undefined || step.set === undefined) {
    scope.context.problems.add({
      code: step.set === undefined ? 'missing_key' : 'unknown_key',
      path: step.set === undefined ? path : [...path, 'from'],
      isKey: step.set !== undefined,
      message: 'An update of all records that meet a condition takes its values from `set` alone.',
      suggestion: 'Write `set: { field: input.field }`.',
    });
  }
  const inner = scope.inner();
  inner.declareRecord(entity.name);
  const set = lowerAssignments(step.set, entity, [...path, 'set'], inner).map(
    ({ field, value }): Assignment => ({
      field,
      value: { ...value, node: renameVariable(value.node, 'record', item) },
    }),
  );
  const change: Step = { kind: 'update', entity: entity.name, target: item, fromInput: false, set };
  return forAll(matched, change, path, scope);
}

/** `delete: Task` with `where`: every record that meets it. */
export function lowerDeleteAll(
  step: StepOf<'delete'>,
  path: DocumentPath,
  { scope }: StepSurroundings,
): readonly Step[] | undefined {
  const matched = readMatched(step.delete, step.where, 'delete', path, scope);
  if (matched === undefined) return undefined;
  const { entity, item } = matched;
  return forAll(matched, { kind: 'delete', entity: entity.name, target: item }, path, scope);
}

/** `where` belongs to an entity; a record in a variable is the one that is meant. */
export function refuseWhere(
  step: StepOf<'update'> | StepOf<'delete'>,
  key: 'update' | 'delete',
  path: DocumentPath,
  scope: OperationScope,
): void {
  if (step.where === undefined) return;
  scope.context.problems.add({
    code: 'unknown_key',
    path: [...path, 'where'],
    isKey: true,
    message: `\`where\` chooses among all records, but this step ${key}s the record of a variable.`,
    suggestion: `Write \`${key}: Task\` with the name of the entity, or put an \`if\` around the step.`,
  });
}

interface Matched {
  readonly entity: Entity;
  readonly where: Expression;
  /** Names that no blueprint can use. */
  readonly list: string;
  readonly item: string;
  /** The variable that counts them. */
  readonly as: string | undefined;
}

function readMatched(
  text: string,
  where: string | undefined,
  key: 'update' | 'delete',
  path: DocumentPath,
  scope: OperationScope,
): Matched | undefined {
  const read = readEntityVariable(text, [...path, key], scope);
  if (read === undefined) return undefined;
  const { entity } = read;
  if (where === undefined) {
    scope.context.problems.add({
      code: 'missing_key',
      path,
      message: `\`${key}: ${entity.name}\` needs \`where\`: which records are meant.`,
      suggestion: `Write \`${key}: ${variableName(entity.name)}\` for one that was loaded, or \`where: 'true'\` for all.`,
    });
    return undefined;
  }
  const condition = lowerWhere(where, entity.name, [...path, 'where'], scope);
  if (condition === undefined) return undefined;
  return {
    entity,
    where: condition,
    list: `${listVariableName(entity.name, entity.plural)}$`,
    item: `${variableName(entity.name)}$`,
    as: parseEntityVariable(text)?.variable,
  };
}

/** The same as a list, a loop over it, and its length. */
function forAll(
  { entity, where, list, item, as }: Matched,
  step: Step,
  path: DocumentPath,
  scope: OperationScope,
): readonly Step[] {
  const node = listNode(entity.name, list);
  const variable: Expression = { source: list, node, type: node.type };
  const steps: Step[] = [
    wholeListStep(entity.name, list, where),
    { kind: 'each', list: variable, variable: item, steps: [step] },
  ];
  if (as === undefined) return steps;
  const count: ValueType = { kind: 'integer' };
  scope.declare(as, count, [...path, 'update' in step ? 'update' : 'delete']);
  const value: Expression = {
    source: `size(${list})`,
    node: { kind: 'call', name: 'size', arguments: [node], type: count },
    type: count,
  };
  return [...steps, { kind: 'compute', as, value }];
}
