import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import { objectNode } from '../../expression/check-object.ts';
import { replaceVariable } from '../../expression/expression-walk.ts';
import type { Expression, ExpressionNode, ValueType } from '../../expression/expression.ts';
import { isOrdered } from '../../expression/functions.ts';
import { describeType, nonNull } from '../../expression/value-type.ts';
import type { Entity } from '../../model/entity.ts';
import type { Step } from '../../model/operation.ts';
import { listVariableName } from '../../naming/identifier.ts';
import { suggestName } from '../../naming/nearest-name.ts';
import type { OperationScope } from '../operation-scope.ts';
import { readEntityVariable } from './entity-variable.ts';
import { sortNames } from './lower-sort.ts';
import { lowerWhere } from './lower-where.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';
import { listNode, wholeListStep } from './whole-list.ts';

type GroupDocument = StepOf<'group'>;
interface Named {
  readonly name: string;
  readonly value: ExpressionNode;
}

/** The variable of one group; no blueprint can use the name. */
const item = 'group$';

/** `group: Order as rows`: the records as a list, and a value that groups it into a list of objects. */
export function lowerGroup(
  step: GroupDocument,
  path: DocumentPath,
  { scope }: StepSurroundings,
): readonly Step[] | undefined {
  const read = readEntityVariable(step.group, [...path, 'group'], scope, () => 'groups');
  if (read === undefined) return undefined;
  const { entity, variable } = read;
  const list = `${listVariableName(entity.name, entity.plural)}$`;
  const where = lowerWhere(step.where, entity.name, [...path, 'where'], scope);
  const keys = lowerKeys(step, entity, path, scope);
  const values = lowerValues(step, entity, path, scope);
  reportRepeated(step, path, scope);
  const rows = mapped(grouped(listNode(entity.name, list), keys), keys, values);
  const node = limited(step, sorted(step, rows, path, scope), path, scope);
  scope.declare(variable, node.type, [...path, 'group']);
  const value: Expression = { source: sourceOf(step, list), node, type: node.type };
  return [wholeListStep(entity.name, list, where), { kind: 'compute', as: variable, value }];
}

function lowerKeys(step: GroupDocument, entity: Entity, path: DocumentPath, scope: OperationScope): Named[] {
  const inner = scope.inner();
  inner.declareRecord(entity.name);
  return Object.entries(step.by).flatMap(([name, source]): Named[] => {
    const place = [...path, 'by', name];
    const value = inner.anyValue(source, place)?.node;
    if (value === undefined) return [];
    const { kind } = nonNull(value.type);
    if (kind !== 'hash' && isOrdered(nonNull(value.type))) return [{ name, value }];
    scope.context.problems.add({
      code: 'wrong_operands',
      path: place,
      message: `Records cannot be grouped by ${describeType(value.type)}.`,
      suggestion: 'Group by one field of it, or by its id.',
    });
    return [];
  });
}

function lowerValues(
  step: GroupDocument,
  entity: Entity,
  path: DocumentPath,
  scope: OperationScope,
): Named[] {
  const inner = scope.inner();
  const records: ValueType = { kind: 'list', of: { kind: 'record', entity: entity.name } };
  inner.declare('records', records, [...path, 'set']);
  // A group has at least the record that began it.
  inner.learn(['records[0]']);
  return Object.entries(step.set ?? {}).flatMap(([name, written]): Named[] => {
    const value = inner.anyValue(written, [...path, 'set', name])?.node;
    return value === undefined ? [] : [{ name, value }];
  });
}

function reportRepeated(step: GroupDocument, path: DocumentPath, scope: OperationScope): void {
  for (const name of Object.keys(step.set ?? {})) {
    if (!Object.hasOwn(step.by, name)) continue;
    scope.context.problems.add({
      code: 'duplicate_key',
      path: [...path, 'set', name],
      isKey: true,
      message: `\`by\` has \`${name}\` already.`,
    });
  }
}

function grouped(range: ExpressionNode, keys: readonly Named[]): ExpressionNode {
  const body = objectNode(keys);
  const group: ValueType = { kind: 'object', fields: { key: body.type, items: range.type } };
  return {
    kind: 'comprehension',
    macro: 'groupBy',
    range,
    variable: 'record',
    body,
    type: { kind: 'list', of: group },
  };
}

/** An object for each group: what its records have in common, and what is told of them. */
function mapped(range: ExpressionNode, keys: readonly Named[], values: readonly Named[]): ExpressionNode {
  const type = range.type.kind === 'list' ? range.type.of : range.type;
  const member = (target: ExpressionNode, name: string): ExpressionNode => ({
    kind: 'member',
    target,
    name,
    type: target.type.kind === 'object' ? (target.type.fields[name] ?? target.type) : target.type,
  });
  const group: ExpressionNode = { kind: 'variable', name: item, type };
  const body = objectNode([
    ...keys.map(({ name }) => ({ name, value: member(member(group, 'key'), name) })),
    ...values.map(({ name, value }) => ({
      name,
      value: replaceVariable(value, 'records', () => member(group, 'items')),
    })),
  ]);
  return {
    kind: 'comprehension',
    macro: 'map',
    range,
    variable: item,
    body,
    type: { kind: 'list', of: body.type },
  };
}

/** The last order is the first to be made: those before it keep it among equals. */
function sorted(
  step: GroupDocument,
  rows: ExpressionNode,
  path: DocumentPath,
  scope: OperationScope,
): ExpressionNode {
  const row = rows.type.kind === 'list' ? rows.type.of : rows.type;
  const fields = row.kind === 'object' ? row.fields : {};
  return sortNames(step.sort ?? []).reduceRight<ExpressionNode>((range, text) => {
    const name = text.replace(/^-/, '');
    const type = fields[name];
    if (type === undefined || !isOrdered(nonNull(type))) {
      reportSort(name, Object.keys(fields), path, scope);
      return range;
    }
    const target: ExpressionNode = { kind: 'variable', name: 'row$', type: row };
    const body: ExpressionNode = { kind: 'member', target, name, type };
    const macro = text.startsWith('-') ? 'sortByDescending' : 'sortBy';
    return { kind: 'comprehension', macro, range, variable: 'row$', body, type: rows.type };
  }, rows);
}

function reportSort(name: string, names: readonly string[], path: DocumentPath, scope: OperationScope): void {
  if (scope.hasFailedStep) return;
  scope.context.problems.add({
    code: 'unknown_field',
    path: [...path, 'sort'],
    message: `Groups cannot be sorted by \`${name}\`.`,
    suggestion: suggestName(name, names) ?? 'Write a name of `by` or `set`.',
  });
}

function limited(
  { limit }: GroupDocument,
  rows: ExpressionNode,
  path: DocumentPath,
  scope: OperationScope,
): ExpressionNode {
  if (limit === undefined) return rows;
  const most = scope.value(limit, { kind: 'integer' }, [...path, 'limit'])?.node;
  if (most === undefined) return rows;
  const start: ExpressionNode = { kind: 'literal', value: 0, type: { kind: 'integer' } };
  return { kind: 'call', name: 'sliceOf', arguments: [rows, start, most], type: rows.type };
}

/** For whoever reads what the step does. */
function sourceOf({ by, set = {} }: GroupDocument, list: string): string {
  const told = Object.keys(set).length === 0 ? '' : ` with ${Object.keys(set).join(', ')}`;
  return `${list.replace(/\$$/, '')} grouped by ${Object.keys(by).join(', ')}${told}`;
}
