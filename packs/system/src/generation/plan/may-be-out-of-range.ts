import type { ExpressionNode } from '../../expression/expression.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field, FieldType } from '../../model/field.ts';
import { givenFields } from '../../model/given-fields.ts';
import type { Operation, Step } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { type RangeScope, rangeOf, rangeOfType, type ValueRange } from './value-range.ts';

/** Whether a step of the operation may work out a value that the field it is written to does not allow. */
export function mayBeOutOfRange(operation: Operation, entities: readonly Entity[]): boolean {
  const steps = allSteps(operation.steps);
  const counts = new Set(steps.flatMap((step) => (step.kind === 'count' ? [step.as] : [])));
  const scope: RangeScope = {
    isCount: (variable) => counts.has(variable),
    fieldType: (node) => reachedType(node, operation, entities),
  };
  return steps.some((step) => {
    const fields = 'entity' in step ? fieldsOf(step.entity, entities) : [];
    return (
      assigned(step).some(({ field, value }) => mayBreak(typeOf(field, fields), value.node, scope)) ||
      defaulted(step, fields).some(({ type, node }) => mayBreak(type, node, scope)) ||
      copied(step, operation).some((field) => exceeds(typeOf(field.name, fields), rangeOfType(field.type)))
    );
  });
}

function fieldsOf(entity: string, entities: readonly Entity[]): readonly Field[] {
  return entities.find(({ name }) => name === entity)?.fields ?? [];
}

function typeOf(name: string, fields: readonly Field[]): FieldType | undefined {
  return fields.find((field) => field.name === name)?.type;
}

function assigned(step: Step): Extract<Step, { kind: 'upsert' }>['set'] {
  if (step.kind === 'upsert') return [...step.key, ...step.set];
  return 'entity' in step && 'set' in step ? step.set : [];
}

/** What a new record makes of its other values. */
function defaulted(
  step: Step,
  fields: readonly Field[],
): readonly { readonly type: FieldType; readonly node: ExpressionNode }[] {
  if (step.kind !== 'create' && step.kind !== 'upsert') return [];
  const set = new Set(assigned(step).map(({ field }) => field));
  return fields.flatMap(({ name, type, defaultValue }) =>
    defaultValue?.kind === 'expression' && !set.has(name) ? [{ type, node: defaultValue.value.node }] : [],
  );
}

function copied(step: Step, { input }: Operation): readonly Field[] {
  return 'fromInput' in step && step.fromInput ? input : [];
}

function mayBreak(type: FieldType | undefined, node: ExpressionNode, scope: RangeScope): boolean {
  if (type === undefined || node.type.kind === 'null') return false;
  if (type.kind === 'object') return node.kind === 'object';
  if (exceeds(type, rangeOf(node, scope))) return true;
  if (type.kind !== 'text' || type.pattern === undefined) return false;
  const source = scope.fieldType(node);
  return source?.kind !== 'text' || source.pattern !== type.pattern;
}

function exceeds(type: FieldType | undefined, range: ValueRange): boolean {
  const { minimum, maximum } = rangeOfType(type);
  return range.minimum < minimum || range.maximum > maximum;
}

/** The type of the field that `input.field`, `path.field` or `record.field` reaches. */
function reachedType(
  node: ExpressionNode,
  operation: Operation,
  entities: readonly Entity[],
): FieldType | undefined {
  if (node.kind !== 'member') return undefined;
  const { name, target } = node;
  const type = target.type.kind === 'nullable' ? target.type.of : target.type;
  if (type.kind === 'record') return typeOf(name, fieldsOf(type.entity, entities));
  return target.kind === 'variable' ? typeOf(name, givenFields(target.name, operation)) : undefined;
}
