import type { ComputedField, Field } from '../model/field.ts';
import { mapChildren } from './expression-walk.ts';
import type { ExpressionNode, ValueType } from './expression.ts';
import { holdsHash, typeOfField, typeOfInput } from './value-type.ts';

type ReadableField = Field | ComputedField;

/** A named part of an object. */
export interface Member {
  readonly name: string;
  readonly value: ExpressionNode;
}

/**
 * The parts of a record or an object, each a value by itself; of a record those that answers show. Undefined for anything
 * else, and for what has to be computed first: it would be computed once for every part.
 */
export function shownMembers(
  node: ExpressionNode,
  fieldsOf: (entity: string) => readonly ReadableField[],
): readonly Member[] | undefined {
  if (node.kind === 'object') return node.fields;
  if (!isPath(node)) return undefined;
  const { type } = node;
  if (type.kind === 'object') {
    return Object.entries(type.fields).map(([name, own]) => ({ name, value: memberNode(node, name, own) }));
  }
  if (type.kind !== 'record') return undefined;
  const fields = fieldsOf(type.entity).filter((field) => isShown(field, type));
  return fields.map((field) => ({ name: field.name, value: inCents(fieldNode(node, field, type), field) }));
}

/** Records show computed amounts in whole cents. */
function inCents(value: ExpressionNode, field: ReadableField): ExpressionNode {
  const { type } = value;
  if (field.type.kind !== 'money' || value.kind === 'member' || type.kind !== 'number') return value;
  const digits: ExpressionNode = { kind: 'literal', value: 2, type: { kind: 'integer' } };
  return { kind: 'call', name: 'roundTo', arguments: [value, digits], type };
}

/** The members of the first, with those of the second put over them. */
export function mergedMembers(base: readonly Member[], over: readonly Member[]): readonly Member[] {
  return [...new Map([...base, ...over].map((member) => [member.name, member])).values()];
}

/** A field of a record; a computed one is the expression that computes it, of this very record. */
export function fieldNode(
  target: ExpressionNode,
  field: ReadableField,
  type: Extract<ValueType, { kind: 'record' }>,
): ExpressionNode {
  return 'computed' in field
    ? withRecord(field.computed.node, target)
    : memberNode(target, field.name, typeOfRecordField(field, type));
}

/** The type of a field of a record; the token of a new one can still be read. */
export function typeOfRecordField(
  field: ReadableField,
  { entity, isNew }: Extract<ValueType, { kind: 'record' }>,
): ValueType {
  if ('managed' in field && field.managed === 'id') return { kind: 'reference', entity };
  return isNew === true ? typeOfInput(field) : typeOfField(field);
}

/** Whether answers show a field of a record. */
export function isShownField(field: ReadableField): boolean {
  return !(('isHidden' in field && field.isHidden) || holdsHash(typeOfField(field)));
}

function isShown(field: ReadableField, { isNew }: Extract<ValueType, { kind: 'record' }>): boolean {
  const isToldNow = isNew === true && field.type.kind === 'text' && field.type.secret === 'token';
  return isToldNow || isShownField(field);
}

function isPath(node: ExpressionNode): boolean {
  return node.kind === 'variable' || (node.kind === 'member' && isPath(node.target));
}

function memberNode(target: ExpressionNode, name: string, type: ValueType): ExpressionNode {
  return { kind: 'member', target, name, type };
}

function withRecord(node: ExpressionNode, record: ExpressionNode): ExpressionNode {
  if (node.kind === 'variable') return node.name === 'record' ? record : node;
  return mapChildren(node, (child) => withRecord(child, record));
}
