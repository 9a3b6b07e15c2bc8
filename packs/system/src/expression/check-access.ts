import { didYouMean, suggestName } from '../naming/nearest-name.ts';
import type { ExpressionNode, ValueType } from './expression.ts';
import { fail } from './expression-problem.ts';
import { failNullable, pathOf } from './expression-scope.ts';
import type { Check, ExpressionScope } from './expression-scope.ts';
import type { SyntaxNode } from './parse-expression.ts';
import { fieldNode, typeOfRecordField } from './shown-members.ts';
import { anything, describeType, nonNull } from './value-type.ts';

/** A variable, without its `null` where it has been guarded. */
export function checkVariable(name: string, offset: number, scope: ExpressionScope): ExpressionNode {
  const type = scope.variables.get(name);
  if (type === undefined) {
    return fail(
      'unknown_name',
      offset,
      `There is no \`${name}\` here.`,
      foreignWords[name] ?? didYouMean(name, scope.variables.keys()) ?? `If it is text, write \`'${name}'\`.`,
    );
  }
  return narrowed({ kind: 'variable', name, type }, scope);
}

const foreignWords: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  and: 'Write `&&`.',
  or: 'Write `||`.',
  not: 'Write `!`.',
  config: 'Define it under `config`; computed fields cannot use it.',
  input: 'Give the operation an `input`.',
  query: 'Give the operation a `query`.',
  undefined: 'Write `null`.',
  nil: 'Write `null`.',
  None: 'Write `null`.',
  True: 'Write `true`.',
  False: 'Write `false`.',
});

/** Takes `null` off the type of a node that has been guarded. */
function narrowed<Node extends ExpressionNode>(node: Node, scope: ExpressionScope): Node {
  const path = pathOf(node);
  if (node.type.kind !== 'nullable' || path === undefined || !scope.notNull.has(path)) return node;
  return { ...node, type: node.type.of, isNarrowed: true };
}

/** `target.name` */
export function checkMember(
  check: Check,
  syntax: Extract<SyntaxNode, { op: '.' }>,
  scope: ExpressionScope,
): ExpressionNode {
  const [targetSyntax, name] = syntax.args;
  const target = check(targetSyntax, scope).node;
  return memberOf(target, name, { target: targetSyntax.start, name: syntax.end - name.length }, scope);
}

/** A member of a value by its name; what has none of that name ends the check at one of these places. */
export function memberOf(
  target: ExpressionNode,
  name: string,
  offsets: { readonly target: number; readonly name: number },
  scope: ExpressionScope,
): ExpressionNode {
  const computed = computedNode(target, name, scope);
  if (computed !== undefined) return computed;
  const type = memberType(target, name, offsets, scope);
  return narrowed({ kind: 'member', target, name, type }, scope);
}

/** A computed field is the expression that computes it, of this very record. */
function computedNode(
  target: ExpressionNode,
  name: string,
  scope: ExpressionScope,
): ExpressionNode | undefined {
  const { type } = target;
  if (type.kind !== 'record') return undefined;
  const field = scope.fieldsOf(type.entity).find((candidate) => candidate.name === name);
  return field !== undefined && 'computed' in field ? fieldNode(target, field, type) : undefined;
}

function memberType(
  target: ExpressionNode,
  name: string,
  offsets: { readonly target: number; readonly name: number },
  scope: ExpressionScope,
): ValueType {
  const { type } = target;
  if (type.kind === 'nullable') return failNullable(target, offsets.target);
  if (type.kind === 'record') return recordFieldType(type, name, offsets.name, scope);
  if (type.kind === 'object') return objectFieldType(target, type.fields, name, offsets.name);
  return fail(
    'unknown_field',
    offsets.name,
    `${describeCapital(type)} has no fields.`,
    memberSuggestion(target, type, name),
  );
}

function recordFieldType(
  type: Extract<ValueType, { kind: 'record' }>,
  name: string,
  offset: number,
  scope: ExpressionScope,
): ValueType {
  const { entity } = type;
  const fields = scope.fieldsOf(entity);
  const field = fields.find((candidate) => candidate.name === name);
  if (field !== undefined) return typeOfRecordField(field, type);
  const names = fields.map((candidate) => candidate.name);
  return fail('unknown_field', offset, `${entity} has no field \`${name}\`.`, suggestName(name, names));
}

function objectFieldType(
  target: ExpressionNode,
  fields: Readonly<Record<string, ValueType>>,
  name: string,
  offset: number,
): ValueType {
  if (Object.hasOwn(fields, name)) return fields[name] ?? anything;
  const path = pathOf(target) ?? 'the object';
  const names = Object.keys(fields);
  const problem = names.length === 0 ? `\`${path}\` has no fields here.` : `\`${path}\` has no \`${name}\`.`;
  return fail('unknown_field', offset, problem, suggestName(name, names));
}

function memberSuggestion(target: ExpressionNode, type: ValueType, name: string): string | undefined {
  const path = pathOf(target) ?? 'it';
  if (type.kind === 'reference') {
    return `Load the record first: \`- load: ${type.entity} as …\` with \`by: ${path}\`.`;
  }
  if ((type.kind === 'list' || type.kind === 'text') && /^(length|size|count)$/.test(name)) {
    return `Write \`size(${path})\`.`;
  }
  return undefined;
}

function describeCapital(type: ValueType): string {
  const text = describeType(type);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `list[0]`, which may be null: the list may be shorter. */
export function checkIndex(
  check: Check,
  syntax: Extract<SyntaxNode, { op: '[]' }>,
  scope: ExpressionScope,
): ExpressionNode {
  const [targetSyntax, indexSyntax] = syntax.args;
  const target = check(targetSyntax, scope).node;
  const at = check(indexSyntax, scope).node;
  if (target.type.kind === 'nullable') failNullable(target, targetSyntax.start);
  if (target.type.kind !== 'list' || at.type.kind !== 'integer') {
    fail(
      'wrong_operands',
      syntax.start,
      `Expected a list and a position, got ${describeType(target.type)} and ${describeType(at.type)}.`,
    );
  }
  const type: ValueType = { kind: 'nullable', of: nonNull(target.type.of) };
  return narrowed({ kind: 'index', target, index: at, type }, scope);
}
