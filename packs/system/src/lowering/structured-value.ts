import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { StructuredDocument, ValueDocument } from '../blueprint/document.ts';
import { objectNode } from '../expression/check-object.ts';
import type { Expression, ExpressionNode, ValueType } from '../expression/expression.ts';
import { commonType, describeType, isAssignable, nonNull } from '../expression/value-type.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { spreadKey, spreadMembers } from './spread-members.ts';
import type { OperationScope } from './operation-scope.ts';

type Member = (
  written: ValueDocument,
  type: ValueType | undefined,
  path: DocumentPath,
) => Expression | undefined;

/** A value written as a mapping or a list, each part of it a value by itself; with a target, what is put there. */
export function structuredValue(
  written: StructuredDocument,
  target: ValueType | undefined,
  path: DocumentPath,
  scope: OperationScope,
): Expression | undefined {
  const type = target === undefined || target.kind === 'json' ? undefined : nonNull(target);
  const member: Member = (value, own, place) =>
    own === undefined || own.kind === 'json' ? scope.anyValue(value, place) : scope.value(value, own, place);
  const node = Array.isArray(written)
    ? listNode(written, type, path, scope, member)
    : mappingNode(written, type, path, scope, member);
  return node === undefined ? undefined : { source: JSON.stringify(written), node, type: node.type };
}

function listNode(
  items: readonly ValueDocument[],
  type: ValueType | undefined,
  path: DocumentPath,
  scope: OperationScope,
  member: Member,
): ExpressionNode | undefined {
  if (type !== undefined && type.kind !== 'list') return mismatch('a list', type, path, scope);
  const values = items.map((item, index) => member(item, type?.of, [...path, index])?.node);
  const nodes = values.filter((node) => node !== undefined);
  if (nodes.length < values.length) return undefined;
  const of = type?.of ?? commonOf(nodes);
  if (of !== undefined) return { kind: 'list', items: nodes, type: { kind: 'list', of } };
  scope.context.problems.add({
    code: 'wrong_operands',
    path,
    message: 'The items of a list must be of one type.',
  });
  return undefined;
}

function commonOf(nodes: readonly ExpressionNode[]): ValueType | undefined {
  return nodes
    .map(({ type }) => type)
    .reduce<ValueType | undefined>((a, b) => a && commonType(a, b), nodes[0]?.type ?? { kind: 'null' });
}

function mappingNode(
  written: Readonly<Record<string, ValueDocument>>,
  type: ValueType | undefined,
  path: DocumentPath,
  scope: OperationScope,
  member: Member,
): ExpressionNode | undefined {
  if (type !== undefined && type.kind !== 'object') return mismatch('a mapping', type, path, scope);
  const base = spreadMembers(written, path, scope);
  if (base === undefined) return undefined;
  const all = [...new Set([...base.keys(), ...Object.keys(written)])].filter((name) => name !== spreadKey);
  reportUnknown(all, type, path, scope);
  const names = type === undefined ? all : Object.keys(type.fields);
  const fields = names.map((name) => {
    const value = written[name];
    const own = type?.fields[name];
    const taken = base.get(name)?.node;
    const unwritten = () =>
      taken === undefined ? absent(name, own, path, scope) : fitting(taken, name, own, path, scope);
    const node = value === undefined ? unwritten() : member(value, own, [...path, name])?.node;
    return node === undefined ? undefined : { name, value: node };
  });
  const whole = fields.filter((field) => field !== undefined);
  return whole.length < fields.length ? undefined : objectNode(whole);
}

/** What is taken over from elsewhere, when it may stand here. */
function fitting(
  node: ExpressionNode,
  name: string,
  type: ValueType | undefined,
  path: DocumentPath,
  scope: OperationScope,
): ExpressionNode | undefined {
  if (type === undefined || isAssignable(node.type, type)) return node;
  scope.context.problems.add({
    code: 'not_assignable',
    path: [...path, spreadKey],
    message: `\`${name}\` must be ${describeType(type)}, and is ${describeType(node.type)} there.`,
  });
  return undefined;
}

function absent(
  name: string,
  type: ValueType | undefined,
  path: DocumentPath,
  scope: OperationScope,
): ExpressionNode | undefined {
  const nothing: ExpressionNode = { kind: 'literal', value: null, type: { kind: 'null' } };
  if (type === undefined || isAssignable(nothing.type, type)) return nothing;
  scope.context.problems.add({ code: 'missing_field', path, message: `The field \`${name}\` is missing.` });
  return undefined;
}

function reportUnknown(
  names: readonly string[],
  type: Extract<ValueType, { kind: 'object' }> | undefined,
  path: DocumentPath,
  scope: OperationScope,
): void {
  if (type === undefined) return;
  for (const name of names) {
    if (Object.hasOwn(type.fields, name)) continue;
    scope.context.problems.add({
      code: 'unknown_field',
      path: [...path, name],
      isKey: true,
      message: `There is no field \`${name}\` here.`,
      suggestion: suggestName(name, Object.keys(type.fields)),
    });
  }
}

function mismatch(what: string, type: ValueType, path: DocumentPath, scope: OperationScope): undefined {
  scope.context.problems.add({
    code: 'not_assignable',
    path,
    message: `Expected ${describeType(type)}, got ${what}.`,
  });
  return undefined;
}
