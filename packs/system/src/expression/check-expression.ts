import { didYouMean, suggestName } from '../naming/nearest-name.ts';
import { isDate, isDateTime } from '../blueprint/field-literal.ts';
import type { Expression, ExpressionNode, ValueType } from './expression.ts';
import { ExpressionFailure, fail } from './expression-problem.ts';
import type { ExpressionProblem } from './expression-problem.ts';
import { checkCall, checkMethod } from './check-call.ts';
import { checkBinary } from './check-binary.ts';
import { parseExpression } from './parse-expression.ts';
import type { SyntaxNode } from './parse-expression.ts';
import {
  anything,
  commonType,
  describeType,
  isAssignable,
  isNumeric,
  nonNull,
  typeOfField,
} from './value-type.ts';
import type { Field } from '../model/field.ts';

/** What an expression may use. */
export interface ExpressionScope {
  readonly variables: ReadonlyMap<string, ValueType>;
  readonly fieldsOf: (entity: string) => readonly Field[];
  /** Paths such as `input.note` that are known not to be null here. */
  readonly notNull: ReadonlySet<string>;
}

/** A checked node, with what is known not to be null once it has come out true, or false. */
export interface Checked {
  readonly node: ExpressionNode;
  readonly whenTrue: readonly string[];
  readonly whenFalse: readonly string[];
}

export type CheckResult =
  | { readonly expression: Expression; readonly whenTrue: readonly string[] }
  | { readonly problem: ExpressionProblem };

/**
 * Parses and type-checks one expression; with a `target`, also that its value may be put there. The first thing that is
 * wrong ends the check.
 */
export function checkExpression(source: string, scope: ExpressionScope, target?: ValueType): CheckResult {
  try {
    const { node, whenTrue } = check(parseExpression(source), scope);
    const fitted = target === undefined ? node : fitTarget(node, target);
    return { expression: { source, node: fitted, type: fitted.type }, whenTrue };
  } catch (error) {
    if (error instanceof ExpressionFailure) return { problem: error.problem };
    throw error;
  }
}

function fitTarget(node: ExpressionNode, target: ValueType): ExpressionNode {
  const fitted = fitLiteral(node, target, 0);
  if (isAssignable(fitted.type, target)) return fitted;
  if (fitted.type.kind === 'nullable' && isAssignable(fitted.type.of, target)) failNullable(fitted, 0);
  return fail(
    'not_assignable',
    0,
    `Expected ${describeType(target)}, got ${describeType(fitted.type)}.`,
    targetSuggestion(fitted, nonNull(target)),
  );
}

function targetSuggestion(node: ExpressionNode, target: ValueType): string | undefined {
  const path = pathOf(node);
  if (node.type.kind === 'record' && path !== undefined) return `Did you mean \`${path}.id\`?`;
  if (target.kind === 'integer' && node.type.kind === 'number') return 'Write `round(…)` or `int(…)`.';
  if (target.kind === 'enum' && path !== undefined) {
    return `Give \`${path}\` the type \`${target.values.join(' | ')}\`.`;
  }
  if (target.kind === 'reference' && path !== undefined)
    return `Give \`${path}\` the type \`${target.entity}\`.`;
  if (target.kind === 'text' && isNumeric(node.type)) return 'Write `string(…)`.';
  return undefined;
}

const none: readonly string[] = [];

export function plain(node: ExpressionNode): Checked {
  return { node, whenTrue: none, whenFalse: none };
}

/** Checks a node of the syntax tree; throws an ExpressionFailure. */
export function check(syntax: SyntaxNode, scope: ExpressionScope): Checked {
  switch (syntax.op) {
    case 'value':
      return plain(literal(syntax.args, syntax.start));
    case 'id':
      return plain(variable(syntax.args, syntax.start, scope));
    case '.':
      return plain(member(syntax, scope));
    case '[]':
      return plain(index(syntax, scope));
    case 'list':
      return plain(list(syntax.args, scope));
    case 'map':
      return fail('expression_syntax', syntax.start, 'Maps have no place in expressions of a blueprint.');
    case '.?':
    case '[?]':
      return fail(
        'expression_syntax',
        syntax.start,
        'Optional access is not supported.',
        'Use `has(x)` first.',
      );
    case 'call':
      return checkCall(syntax, scope);
    case 'rcall':
      return checkMethod(syntax, scope);
    case '!_':
      return not(syntax.args, scope);
    case '-_':
      return plain(negative(syntax.args, scope));
    case '?:':
      return plain(conditional(syntax.args, scope));
    default:
      return checkBinary(syntax, scope);
  }
}

/** The node of a condition: must be true or false. */
export function checkCondition(syntax: SyntaxNode, scope: ExpressionScope, where: string): Checked {
  const checked = check(syntax, scope);
  const { type } = checked.node;
  if (type.kind === 'nullable' && type.of.kind === 'boolean') failNullable(checked.node, syntax.start);
  if (type.kind !== 'boolean') {
    fail('wrong_operands', syntax.start, `${where} must be true or false, got ${describeType(type)}.`);
  }
  return checked;
}

/** A scope in which these paths are known not to be null. */
export function narrow(scope: ExpressionScope, paths: readonly string[]): ExpressionScope {
  return paths.length === 0 ? scope : { ...scope, notNull: new Set([...scope.notNull, ...paths]) };
}

/** `input.note` for a chain of members, undefined for anything that has to be computed. */
export function pathOf(node: ExpressionNode): string | undefined {
  if (node.kind === 'variable') return node.name;
  if (node.kind !== 'member') return undefined;
  const target = pathOf(node.target);
  return target === undefined ? undefined : `${target}.${node.name}`;
}

export function failNullable(node: ExpressionNode, offset: number): never {
  const path = pathOf(node) ?? 'the value';
  return fail(
    'may_be_null',
    offset,
    `\`${path}\` may be null here.`,
    `Guard it: \`${path} != null && …\`, or a step \`require: ${path} != null\` before.`,
  );
}

function literal(value: unknown, offset: number): ExpressionNode {
  if (value === null) return { kind: 'literal', value, type: { kind: 'null' } };
  if (typeof value === 'string') return { kind: 'literal', value, type: { kind: 'text' } };
  if (typeof value === 'boolean') return { kind: 'literal', value, type: { kind: 'boolean' } };
  if (typeof value === 'number') return { kind: 'literal', value, type: { kind: 'number' } };
  if (typeof value === 'bigint') {
    const integer = Number(value);
    if (!Number.isSafeInteger(integer))
      fail('expression_syntax', offset, `The number ${value} is too large.`);
    return { kind: 'literal', value: integer, type: { kind: 'integer' } };
  }
  return fail(
    'expression_syntax',
    offset,
    'Bytes and unsigned numbers are not supported.',
    'Write a plain number.',
  );
}

function variable(name: string, offset: number, scope: ExpressionScope): ExpressionNode {
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

function member(syntax: Extract<SyntaxNode, { op: '.' }>, scope: ExpressionScope): ExpressionNode {
  const [targetSyntax, name] = syntax.args;
  const target = check(targetSyntax, scope).node;
  const type = memberType(target, name, syntax.end - name.length, targetSyntax.start, scope);
  return narrowed({ kind: 'member', target, name, type }, scope);
}

function memberType(
  target: ExpressionNode,
  name: string,
  offset: number,
  targetOffset: number,
  scope: ExpressionScope,
): ValueType {
  const { type } = target;
  if (type.kind === 'nullable') return failNullable(target, targetOffset);
  if (type.kind === 'record') {
    const fields = scope.fieldsOf(type.entity);
    const field = fields.find((candidate) => candidate.name === name);
    if (field?.managed === 'id') return { kind: 'reference', entity: type.entity };
    if (field !== undefined) return typeOfField(field);
    const names = fields.map((candidate) => candidate.name);
    return fail(
      'unknown_field',
      offset,
      `${type.entity} has no field \`${name}\`.`,
      suggestName(name, names),
    );
  }
  if (type.kind === 'object') {
    if (Object.hasOwn(type.fields, name)) return type.fields[name] ?? anything;
    const path = pathOf(target) ?? 'the object';
    const names = Object.keys(type.fields);
    const problem =
      names.length === 0 ? `\`${path}\` has no fields here.` : `\`${path}\` has no \`${name}\`.`;
    return fail('unknown_field', offset, problem, suggestName(name, names));
  }
  return fail(
    'unknown_field',
    offset,
    `${describeCapital(type)} has no fields.`,
    memberSuggestion(target, type, name),
  );
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

function index(syntax: Extract<SyntaxNode, { op: '[]' }>, scope: ExpressionScope): ExpressionNode {
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
  return { kind: 'index', target, index: at, type: { kind: 'nullable', of: nonNull(target.type.of) } };
}

function list(items: readonly SyntaxNode[], scope: ExpressionScope): ExpressionNode {
  const nodes = items.map((item) => check(item, scope).node);
  let of: ValueType | undefined;
  for (const [position, node] of nodes.entries()) {
    const common = of === undefined ? node.type : commonType(of, node.type);
    if (common === undefined) {
      fail(
        'wrong_operands',
        items[position]?.start ?? 0,
        `The items of a list must be of one type, got ${describeType(of ?? node.type)} and ${describeType(node.type)}.`,
      );
    }
    of = common;
  }
  return { kind: 'list', items: nodes, type: { kind: 'list', of: of ?? anything } };
}

function not(syntax: SyntaxNode, scope: ExpressionScope): Checked {
  const { node, whenTrue, whenFalse } = checkCondition(syntax, scope, 'What `!` negates');
  return {
    node: { kind: 'unary', operator: '!', operand: node, type: { kind: 'boolean' } },
    whenTrue: whenFalse,
    whenFalse: whenTrue,
  };
}

function negative(syntax: SyntaxNode, scope: ExpressionScope): ExpressionNode {
  const operand = check(syntax, scope).node;
  const { type } = operand;
  if (type.kind === 'nullable') failNullable(operand, syntax.start);
  if (!isNumeric(type) && type.kind !== 'duration') {
    fail('wrong_operands', syntax.start, `Expected a number after \`-\`, got ${describeType(type)}.`);
  }
  if (operand.kind === 'literal' && typeof operand.value === 'number') {
    return { ...operand, value: operand.value === 0 ? 0 : -operand.value };
  }
  return { kind: 'unary', operator: '-', operand, type };
}

function conditional(
  [conditionSyntax, trueSyntax, falseSyntax]: readonly [SyntaxNode, SyntaxNode, SyntaxNode],
  scope: ExpressionScope,
): ExpressionNode {
  const condition = checkCondition(conditionSyntax, scope, 'What stands before `?`');
  const whenTrue = check(trueSyntax, narrow(scope, condition.whenTrue)).node;
  const whenFalse = check(falseSyntax, narrow(scope, condition.whenFalse)).node;
  const type = commonType(whenTrue.type, whenFalse.type);
  if (type === undefined) {
    return fail(
      'wrong_operands',
      falseSyntax.start,
      `Both results must be of one type, got ${describeType(whenTrue.type)} and ${describeType(whenFalse.type)}.`,
    );
  }
  return { kind: 'conditional', condition: condition.node, whenTrue, whenFalse, type };
}

/**
 * Gives a text literal the type of the place it is put in: a value of an enum, a date, an instant. Anything else
 * stays as it is; a literal that is no value of the type ends the check.
 */
export function fitLiteral(node: ExpressionNode, target: ValueType, offset: number): ExpressionNode {
  const type = nonNull(target);
  if (node.kind === 'conditional') {
    const whenTrue = fitLiteral(node.whenTrue, target, offset);
    const whenFalse = fitLiteral(node.whenFalse, target, offset);
    const common = commonType(whenTrue.type, whenFalse.type);
    return common === undefined ? node : { ...node, whenTrue, whenFalse, type: common };
  }
  if (node.kind === 'list' && type.kind === 'list') {
    const items = node.items.map((item) => fitLiteral(item, type.of, offset));
    const of =
      items.length === 0 ? type.of : items.map((item) => item.type).reduce((a, b) => commonType(a, b) ?? a);
    return { ...node, items, type: { kind: 'list', of } };
  }
  if (node.kind !== 'literal' || typeof node.value !== 'string' || node.type.kind !== 'text') return node;
  const { value } = node;
  if (type.kind === 'enum') {
    if (type.values.includes(value)) return { ...node, type: { kind: 'enum', values: [value] } };
    return fail(
      'not_in_enum',
      offset,
      `'${value}' is not among ${type.values.map((one) => `'${one}'`).join(', ')}.`,
      didYouMean(value, type.values),
    );
  }
  if (type.kind === 'date') {
    if (isDate(value)) return { ...node, type };
    return fail('wrong_operands', offset, `'${value}' is not a date.`, "Write it as `'2026-01-31'`.");
  }
  if (type.kind === 'datetime') {
    if (isDateTime(value)) return { ...node, value: new Date(value).toISOString(), type };
    return fail(
      'wrong_operands',
      offset,
      `'${value}' is not an instant.`,
      "Write it as `'2026-01-31T09:30:00Z'`.",
    );
  }
  if (type.kind === 'time' && /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(value)) return { ...node, type };
  return node;
}
