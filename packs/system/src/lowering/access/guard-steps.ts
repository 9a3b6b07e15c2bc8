import { orderOfCreation } from '../../model/sort-key.ts';
import type { Expression, ExpressionNode, ValueType } from '../../expression/expression.ts';
import { typeOfField } from '../../expression/value-type.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import type { Assignment, Refusal, Step } from '../../model/operation.ts';
import { mapInnerLists } from '../../model/walk-steps.ts';
import { spaced } from '../../naming/letter-case.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { assignedFields } from './assigned-fields.ts';
import { fieldPath } from '../../expression/expression-walk.ts';
import { both, onVariable } from './record-conditions.ts';
import type { RecordConditions } from './record-conditions.ts';
import type { OperationScope } from '../operation-scope.ts';

/** What steps are guarded by. */
export interface Guard {
  readonly conditions: RecordConditions;
  readonly scope: OperationScope;
  readonly input: readonly Field[];
  /** The variable, or the list, whose records must be the caller's own. */
  readonly owned?: string | undefined;
}

const forbidden: Refusal = { status: 403, code: 'forbidden', message: 'This is somebody else’s' };

/** The steps with what access asks for: records that may not be seen are as if they were not there. */
export function guardSteps(steps: readonly Step[], guard: Guard): Step[] {
  return steps.flatMap((step) => guardStep(step, guard));
}

function guardStep(step: Step, guard: Guard): Step[] {
  switch (step.kind) {
    case 'load':
      return [step, ...requirements(step, guard)];
    case 'find':
      return [foundVisible(step, guard)];
    case 'list':
    case 'count':
      return [narrowed(step, guard)];
    case 'refer':
      return [referredVisible(step, guard)];
    case 'create':
      return [...referenceSteps(step, guard), { ...step, set: [...step.set, ...additions(step, guard)] }];
    case 'update':
      return [...referenceSteps(step, guard), step];
    case 'upsert':
      return [...referenceSteps(step, guard), { ...step, key: [...step.key, ...additions(step, guard)] }];
    default:
      return [mapInnerLists(step, (inner) => guardSteps(inner, guard))];
  }
}

/** A record that may not be seen is missing; one that is somebody else's is forbidden. */
function requirements(step: Extract<Step, { kind: 'load' }>, { conditions, owned }: Guard): Step[] {
  const visible = conditions.visible(step.entity);
  const own = owned === step.as ? conditions.own(step.entity) : undefined;
  return [
    ...(visible === undefined ? [] : [requirement(onVariable(visible, step.as), step.missing)]),
    ...(own === undefined ? [] : [requirement(onVariable(own, step.as), forbidden)]),
  ];
}

function requirement(condition: Expression, otherwise: Refusal): Step {
  return { kind: 'require', condition, otherwise };
}

function referredVisible(step: Extract<Step, { kind: 'refer' }>, { conditions }: Guard): Step {
  const condition = conditions.visible(step.entity);
  return condition === undefined ? step : { ...step, condition };
}

/** A record that may not be seen is not found. */
function foundVisible(
  step: Extract<Step, { kind: 'find' }>,
  { conditions, scope }: Guard,
): Extract<Step, { kind: 'find' }> {
  const visible = conditions.visible(step.entity);
  if (visible === undefined) return step;
  const { by } = step;
  if (by.kind === 'where') return { ...step, by: { ...by, condition: both(visible, by.condition) } };
  const own = by.kind === 'id' ? [{ field: 'id', value: by.value }] : by.fields;
  const tests = own.map(({ field, value }) => fieldEquals(field, value, step.entity, scope));
  const condition = [...tests, visible].reduce(both);
  return { ...step, by: { kind: 'where', condition, sort: orderOfCreation } };
}

/** `record.email == …` */
function fieldEquals(
  name: string,
  value: Expression,
  entity: string,
  { context }: OperationScope,
): Expression {
  const field = fieldOf(entity, name, context);
  const own: ValueType =
    field === undefined || name === 'id' ? { kind: 'reference', entity } : typeOfField(field);
  const record: ExpressionNode = { kind: 'variable', name: 'record', type: { kind: 'record', entity } };
  const left: ExpressionNode = { kind: 'member', target: record, name, type: own };
  const type = { kind: 'boolean' } as const;
  return {
    source: `record.${name} == ${value.source}`,
    node: { kind: 'binary', operator: '==', left, right: value.node, type },
    type,
  };
}

type Reading = Extract<Step, { kind: 'list' | 'count' }>;

function narrowed<Kind extends Reading>(step: Kind, { conditions, owned }: Guard): Kind {
  const visible = conditions.visible(step.entity);
  const own = owned === step.as ? conditions.own(step.entity) : undefined;
  const all = [visible, own, step.where].filter((condition) => condition !== undefined);
  if (all.length === 0) return step;
  return { ...step, where: all.reduce(both) };
}

type Creation = Extract<Step, { kind: 'create' | 'upsert' }>;

/** Owner and tenant of a new record, where the blueprint does not say otherwise. */
function additions(step: Creation, { scope, input }: Guard): Assignment[] {
  const copied = step.kind === 'create' && step.fromInput ? input.map(({ name }) => name) : [];
  const written = step.kind === 'upsert' ? [...step.key, ...step.set] : step.set;
  const given = new Set([...copied, ...written.map(({ field }) => field)]);
  return assignedFields(step.entity, scope.context)
    .filter(({ field }) => !given.has(field))
    .flatMap(({ field, value }) => {
      const path = ['entities', step.entity, 'fields', field];
      const target = fieldOf(step.entity, field, scope.context);
      const type = target?.type.kind === 'reference' ? target.type : undefined;
      if (type === undefined) return [];
      const expression = scope.value(value, { kind: 'reference', entity: type.entity }, path);
      return expression === undefined ? [] : [{ field, value: expression }];
    });
}

function fieldOf(entity: string, name: string, { entities }: LoweringContext): Field | undefined {
  return entities.get(entity)?.fields.find((field) => field.name === name);
}

type Writing = Extract<Step, { kind: 'create' | 'update' | 'upsert' }>;

/** A reference in the input to a record that may not be seen leads nowhere. */
function referenceSteps(step: Writing, { conditions, scope, input }: Guard): Step[] {
  const entity = scope.context.entities.get(step.entity);
  if (entity === undefined) return [];
  const copied = 'fromInput' in step && step.fromInput ? input : [];
  const written = step.kind === 'upsert' ? [...step.key, ...step.set] : step.set;
  const assigned = written.flatMap(({ field, value: { node } }) => {
    const [variable, name] = fieldPath(node) ?? [];
    const own = variable === 'input' ? input.find((one) => one.name === name) : undefined;
    return own === undefined ? [] : [{ own, field }];
  });
  const all = [...copied.map((own) => ({ own, field: own.name })), ...assigned];
  return all.flatMap(({ own: field, field: into }) => {
    const target = targetOf(entity, into);
    const condition = target === undefined ? undefined : conditions.visible(target);
    if (target === undefined || condition === undefined) return [];
    const value = scope.expression(`input.${field.name}`, ['entities', step.entity])?.expression;
    return value === undefined ? [] : [referStep(target, value, condition, field)];
  });
}

function targetOf({ fields }: Entity, name: string): string | undefined {
  const type = fields.find((field) => field.name === name)?.type;
  const item = type?.kind === 'list' ? type.of : type;
  return item?.kind === 'reference' ? item.entity : undefined;
}

function referStep(entity: string, value: Expression, condition: Expression, field: Field): Step {
  const isList = field.type.kind === 'list';
  return {
    kind: 'refer',
    entity,
    value,
    condition,
    field: field.name,
    message: isList
      ? `Not all of these are ${spaced(entity)} records.`
      : `There is no ${spaced(entity)} with this id.`,
  };
}
