import { checkIndex, checkMember, checkVariable } from './check-access.ts';
import { checkBinary } from './check-binary.ts';
import { checkCall, checkMethod } from './check-call.ts';
import { checkObject } from './check-object.ts';
import { checkCondition } from './check-condition.ts';
import type { Expression, ExpressionNode, ValueType } from './expression.ts';
import { ExpressionFailure, fail } from './expression-problem.ts';
import type { ExpressionProblem } from './expression-problem.ts';
import { failNullable, narrow, pathOf, plain } from './expression-scope.ts';
import type { Checked, ExpressionScope } from './expression-scope.ts';
import { fitLiteral } from './fit-literal.ts';
import { proposeSpelling } from './propose-spelling.ts';
import { agreed, counted, written } from './span.ts';
import { parseExpression } from './parse-expression.ts';
import type { SyntaxNode } from './parse-expression.ts';
import { anything, commonType, describeType, isAssignable, isNumeric, nonNull } from './value-type.ts';

export type CheckResult =
  | {
      readonly expression: Expression;
      /** Paths that are not null when the value is true, or false. */
      readonly whenTrue: readonly string[];
      readonly whenFalse: readonly string[];
    }
  | { readonly problem: ExpressionProblem };

/**
 * Parses and type-checks one expression; with a `target`, also that its value may be put there. The first thing that is
 * wrong ends the check.
 */
export function checkExpression(source: string, scope: ExpressionScope, target?: ValueType): CheckResult {
  const result = checkSpelling(source, scope, target);
  if (!('problem' in result)) return result;
  const isRight = (proposal: string) => 'expression' in checkSpelling(proposal, scope, target);
  const suggestion = proposeSpelling(source, scope, isRight);
  return suggestion === undefined ? result : { problem: { ...result.problem, suggestion } };
}

function checkSpelling(source: string, scope: ExpressionScope, target: ValueType | undefined): CheckResult {
  try {
    const { node, whenTrue, whenFalse } = check(parseExpression(source), scope);
    const fitted = target === undefined ? written(node) : fitTarget(node, target);
    return { expression: { source, node: fitted, type: fitted.type }, whenTrue, whenFalse };
  } catch (error) {
    if (error instanceof ExpressionFailure) return { problem: error.problem };
    throw error;
  }
}

function fitTarget(node: ExpressionNode, target: ValueType): ExpressionNode {
  const fitted = fitLiteral(nonNull(target).kind === 'duration' ? counted(node) : written(node), target, 0);
  if (isAssignable(fitted.type, target)) return fitted;
  if (fitted.type.kind === 'nullable' && isAssignable(fitted.type.of, target)) failNullable(fitted, 0, true);
  return fail(
    'not_assignable',
    0,
    `Expected ${describeType(target)}, got ${describeType(fitted.type)}.`,
    targetSuggestion(fitted, nonNull(target)),
  );
}

function targetSuggestion(node: ExpressionNode, target: ValueType): string | undefined {
  if (target.kind === 'integer' && node.type.kind === 'number') return 'Write `round(…)` or `int(…)`.';
  if (target.kind === 'text' && isNumeric(node.type)) return 'Write `string(…)`.';
  const path = pathOf(node);
  if (path === undefined) return undefined;
  if (node.type.kind === 'record') return `Did you mean \`${path}.id\`?`;
  if (target.kind === 'enum') return `Give \`${path}\` the type \`${target.values.join(' | ')}\`.`;
  if (target.kind === 'reference') return `Give \`${path}\` the type \`${target.entity}\`.`;
  return undefined;
}

/** Checks a node of the syntax tree; throws an ExpressionFailure. */
function check(syntax: SyntaxNode, scope: ExpressionScope): Checked {
  switch (syntax.op) {
    case 'call':
      return checkCall(check, syntax, scope);
    case 'rcall':
      return checkMethod(check, syntax, scope);
    case '!_':
      return not(syntax.args, scope);
    default:
      return isPlain(syntax) ? plain(checkPlain(syntax, scope)) : checkBinary(check, syntax, scope);
  }
}

/** Operators that tell nothing of what is null. */
const plainOperators = ['value', 'id', '.', '.?', '[]', '[?]', 'list', 'map', '-_', '?:'] as const;
type PlainSyntax = Extract<SyntaxNode, { op: (typeof plainOperators)[number] }>;

function isPlain(syntax: SyntaxNode): syntax is PlainSyntax {
  return plainOperators.some((operator) => operator === syntax.op);
}

function checkPlain(syntax: PlainSyntax, scope: ExpressionScope): ExpressionNode {
  switch (syntax.op) {
    case 'value':
      return literal(syntax.args, syntax.start);
    case 'id':
      return checkVariable(syntax.args, syntax.start, scope);
    case '.':
      return checkMember(check, syntax, scope);
    case '[]':
      return checkIndex(check, syntax, scope);
    case 'list':
      return list(syntax.args, scope);
    case '-_':
      return negative(syntax.args, scope);
    case '?:':
      return conditional(syntax.args, scope);
    case 'map':
      return checkObject(check, syntax, scope);
    default:
      return fail(
        'expression_syntax',
        syntax.start,
        'Optional access is not supported.',
        'Use `has(x)` first.',
      );
  }
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

function list(items: readonly SyntaxNode[], scope: ExpressionScope): ExpressionNode {
  const nodes = agreed(items.map((item) => check(item, scope).node));
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
  const { node, whenTrue, whenFalse } = checkCondition(check, syntax, scope, 'What `!` negates');
  return {
    node: { kind: 'unary', operator: '!', operand: node, type: { kind: 'boolean' } },
    whenTrue: whenFalse,
    whenFalse: whenTrue,
  };
}

function negative(syntax: SyntaxNode, scope: ExpressionScope): ExpressionNode {
  const operand = counted(check(syntax, scope).node);
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
  const condition = checkCondition(check, conditionSyntax, scope, 'What stands before `?`');
  const [whenTrue, whenFalse] = agreed([
    check(trueSyntax, narrow(scope, condition.whenTrue)).node,
    check(falseSyntax, narrow(scope, condition.whenFalse)).node,
  ] as const);
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
