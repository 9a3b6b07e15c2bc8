import type { BinaryOperator, Expression, ExpressionNode } from '../../../expression/expression.ts';
import { precedences } from '../../../expression/precedence.ts';
import type { Entity } from '../../../model/entity.ts';
import type { ListFilter } from '../../../model/operation.ts';
import { childrenOf } from '../../../expression/children-of.ts';
import { fieldPath, mapChildren, variablesIn } from '../../../expression/expression-walk.ts';
import { propertyKey } from '../../code/literal.ts';
import type { Comparison } from '../../plan/storage-usage.ts';
import type { OperationScope } from './operation-scope.ts';

/** What rows are asked for: conditions that the storage can check, and the rest as code over one row. */
export interface RenderedConditions {
  /** An object literal. */
  readonly where: string;
  /** A function of a row. */
  readonly matching?: string;
}

interface FieldCondition {
  readonly field: string;
  readonly comparison: Comparison;
  readonly value: string;
}

const comparisons: Partial<Record<BinaryOperator, Comparison>> = {
  '==': 'equals',
  '!=': 'not',
  '<': 'below',
  '<=': 'to',
  '>': 'above',
  '>=': 'from',
};

const mirrored: Partial<Record<BinaryOperator, BinaryOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

export function renderConditions(
  filters: readonly ListFilter[],
  where: Expression | undefined,
  entity: Entity,
  scope: OperationScope,
): RenderedConditions {
  const conditions: FieldCondition[] = filters.map(({ field, comparison, parameter }) => ({
    field,
    comparison: storedComparison(comparison, isList(field, entity)),
    value: `query.${parameter}`,
  }));
  const parts = where === undefined ? [] : conjuncts(where.node);
  const byCode = parts.filter((part) => fieldCondition(part, scope) === undefined);
  const guarded = new Set(byCode.flatMap(narrowedFields));
  const rest: ExpressionNode[] = [];
  for (const part of parts) {
    const condition = fieldCondition(part, scope);
    const isStored =
      condition !== undefined && !guarded.has(condition.field) && !isRepeated(condition, conditions);
    if (isStored) conditions.push(condition);
    else rest.push(part);
  }
  for (const { comparison } of conditions) scope.usage.comparison(comparison);
  return {
    where: renderWhere(conditions),
    ...(rest.length > 0 && { matching: renderTest(rest, scope) }),
  };
}

function storedComparison(comparison: ListFilter['comparison'], isOfList: boolean): Comparison {
  if (comparison === 'in') return 'oneOf';
  return comparison === 'contains' && isOfList ? 'includes' : comparison;
}

/** `{ status: { equals: 'open' } }`, with all conditions on a field together. */
function renderWhere(conditions: readonly FieldCondition[]): string {
  const byField = Map.groupBy(conditions, ({ field }) => field);
  const members = [...byField].map(([field, own]) => {
    const tests = own.map(({ comparison, value }) => `${comparison}: ${value}`);
    return `${propertyKey(field)}: { ${tests.join(', ')} }`;
  });
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function isList(field: string, { fields }: Entity): boolean {
  return fields.some(({ name, type }) => name === field && type.kind === 'list');
}

/** The parts of a condition that must all hold. */
export function conjuncts(node: ExpressionNode): readonly ExpressionNode[] {
  if (node.kind !== 'binary' || node.operator !== '&&') return [node];
  return [...conjuncts(node.left), ...conjuncts(node.right)];
}

/** A comparison of one field of the record with a value that does not depend on the record. */
function fieldCondition(node: ExpressionNode, scope: OperationScope): FieldCondition | undefined {
  const flag = flagCondition(node);
  if (flag !== undefined) return flag;
  if (node.kind !== 'binary') return undefined;
  return (
    compared(node.left, node.operator, node.right, scope) ??
    compared(node.right, mirrored[node.operator], node.left, scope) ??
    membership(node, scope)
  );
}

function flagCondition(node: ExpressionNode): FieldCondition | undefined {
  const isNegated = node.kind === 'unary' && node.operator === '!';
  const field = recordField(isNegated ? node.operand : node);
  if (field === undefined || node.type.kind !== 'boolean') return undefined;
  return { field, comparison: 'equals', value: String(!isNegated) };
}

function compared(
  target: ExpressionNode,
  operator: BinaryOperator | undefined,
  value: ExpressionNode,
  scope: OperationScope,
): FieldCondition | undefined {
  const field = recordField(target);
  const comparison = operator && comparisons[operator];
  if (field === undefined || comparison === undefined || !isStorable(target, value)) return undefined;
  return { field, comparison, value: scope.node(value) };
}

function membership(
  { operator, left, right }: Extract<ExpressionNode, { kind: 'binary' }>,
  scope: OperationScope,
): FieldCondition | undefined {
  if (operator !== 'in') return undefined;
  const own = recordField(left);
  if (own !== undefined && isFree(right))
    return { field: own, comparison: 'oneOf', value: scope.node(right) };
  const list = recordField(right);
  if (list === undefined || !isFree(left)) return undefined;
  return { field: list, comparison: 'includes', value: scope.node(left) };
}

/** Whether the storage compares these values the way the expression does: plain values, and none of the record's own. */
function isStorable(target: ExpressionNode, value: ExpressionNode): boolean {
  const type = target.type.kind === 'nullable' ? target.type.of : target.type;
  return isFree(value) && !['list', 'object', 'json'].includes(type.kind);
}

function isFree(node: ExpressionNode): boolean {
  return !variablesIn(node).has('record');
}

function recordField(node: ExpressionNode): string | undefined {
  const [variable, field] = fieldPath(node) ?? [];
  return variable === 'record' ? field : undefined;
}

function isRepeated({ field, comparison }: FieldCondition, others: readonly FieldCondition[]): boolean {
  return others.some((other) => other.field === field && other.comparison === comparison);
}

function renderTest(parts: readonly ExpressionNode[], scope: OperationScope): string {
  const tests = parts.map((part) =>
    scope.node(trustingGuards(part), { precedence: precedences.and, isInClosure: true }),
  );
  return `(${parts.every(isFree) ? '' : 'record'}) => ${tests.join(' && ')}`;
}

/** Fields of the record that this condition uses because another one has made sure they have a value. */
function narrowedFields(node: ExpressionNode): string[] {
  const own = isNarrowed(node) ? recordField(node) : undefined;
  const inner = childrenOf(node).flatMap(narrowedFields);
  return own === undefined ? inner : [own, ...inner];
}

/** The record is checked and used in the same function, so TypeScript follows. */
function trustingGuards(node: ExpressionNode): ExpressionNode {
  if (recordField(node) === undefined || !isNarrowed(node)) return mapChildren(node, trustingGuards);
  const { isNarrowed: _, ...plain } = node;
  return plain;
}

function isNarrowed(
  node: ExpressionNode,
): node is Extract<ExpressionNode, { kind: 'member' }> & { isNarrowed: true } {
  return node.kind === 'member' && node.isNarrowed === true;
}
