import type { ExpressionNode } from '../expression/expression.ts';
import type { Field } from '../model/field.ts';
import type { Step } from '../model/operation.ts';
import { allSteps } from '../model/walk-steps.ts';
import type { OperationScope } from './operation-scope.ts';
import { isInput, keepsInput } from './unchecked-references.ts';

/** Ids of records inside a field of the input. */
interface Place {
  readonly entity: string;
  /** The expression that gives them. */
  readonly source: string;
  /** The member of each item that holds one; the item itself without it. */
  readonly member?: string;
}

/** Steps that refuse ids within lists and objects of a request when no step keeps them or loads by them. */
export function uncheckedLists(
  input: readonly Field[],
  steps: readonly Step[],
  scope: OperationScope,
): Step[] {
  const every = allSteps(steps);
  return input.flatMap((field) => {
    if (every.some((step) => keepsInput(step, field, scope.context.entities))) return [];
    return placesIn(field)
      .filter(({ member }) => !every.some((step) => loadsItems(step, field.name, member)))
      .flatMap((place) => lookUp(field, place, scope));
  });
}

function placesIn({ name, type, isOptional }: Field): Place[] {
  if (type.kind === 'object') {
    const { fields } = type;
    return isOptional ? [] : fields.flatMap((one) => ofReference(one, (member) => `input.${name}.${member}`));
  }
  if (type.kind !== 'list') return [];
  const { of } = type;
  if (of.kind === 'reference') return [{ entity: of.entity, source: `input.${name}` }];
  if (of.kind !== 'object' || isOptional) return [];
  return of.fields.flatMap((one) =>
    ofReference(one, (member) => {
      const given = one.isOptional ? `one.${member} != null, ` : '';
      return `input.${name}.map(one, ${given}one.${member})`;
    }),
  );
}

function ofReference({ name, type }: Field, source: (member: string) => string): Place[] {
  return type.kind === 'reference' ? [{ entity: type.entity, source: source(name), member: name }] : [];
}

/** `each: item in input.seats` with a `load` by the item, or by a member of it. */
function loadsItems(step: Step, list: string, member: string | undefined): boolean {
  if (step.kind !== 'each' || !isInput(step.list.node, list)) return false;
  return allSteps(step.steps).some(
    (inner) =>
      inner.kind === 'load' &&
      inner.by.kind === 'id' &&
      isItem(inner.by.value.node, { variable: step.variable, member }),
  );
}

function isItem(
  node: ExpressionNode,
  { variable, member }: { variable: string; member: string | undefined },
): boolean {
  if (member === undefined) return node.kind === 'variable' && node.name === variable;
  return (
    node.kind === 'member' && node.name === member && isItem(node.target, { variable, member: undefined })
  );
}

function lookUp(field: Field, { entity, source }: Place, scope: OperationScope): Step[] {
  const value = scope.expression(source, ['entities', entity])?.expression;
  if (value === undefined) return [];
  const message =
    field.type.kind === 'list'
      ? 'Not all of these ids belong to a record.'
      : 'There is no record with this id.';
  return [{ kind: 'refer', entity, value, field: field.name, message }];
}
