import type { BinaryOperator, ExpressionNode, ValueType } from './expression.ts';
import { checkCondition } from './check-condition.ts';
import { failNullable, narrow, pathOf } from './expression-scope.ts';
import type { Check, Checked, ExpressionScope } from './expression-scope.ts';
import { fitLiteral } from './fit-literal.ts';
import { fail } from './expression-problem.ts';
import { agreed, counted } from './span.ts';
import type { SyntaxNode } from './parse-expression.ts';
import { commonType, describeType, isNumeric, isTemporal, isText, nonNull } from './value-type.ts';

type BinarySyntax = Extract<SyntaxNode, { op: BinaryOperator }>;

const boolean: ValueType = { kind: 'boolean' };

/** Operators between two values. */
export function checkBinary(check: Check, syntax: BinarySyntax, scope: ExpressionScope): Checked {
  if (syntax.op === '&&' || syntax.op === '||') return logical(check, syntax, scope);
  const [leftSyntax, rightSyntax] = syntax.args;
  const left = check(leftSyntax, scope).node;
  const right = check(rightSyntax, scope).node;
  const operands: Operands = { left, right, leftSyntax, rightSyntax, syntax };
  if (syntax.op === '==' || syntax.op === '!=') return equality(operands);
  if (syntax.op === 'in') return simple(membership(operands));
  if (syntax.op === '<' || syntax.op === '<=' || syntax.op === '>' || syntax.op === '>=') {
    return simple(comparison(operands));
  }
  return simple(arithmetic(operands));
}

interface Operands {
  readonly left: ExpressionNode;
  readonly right: ExpressionNode;
  readonly leftSyntax: SyntaxNode;
  readonly rightSyntax: SyntaxNode;
  readonly syntax: BinarySyntax;
}

function simple(node: ExpressionNode): Checked {
  return { node, whenTrue: [], whenFalse: [] };
}

function binary(operands: Operands, type: ValueType): ExpressionNode {
  const { left, right, syntax } = operands;
  return { kind: 'binary', operator: syntax.op, left, right, type };
}

function logical(check: Check, syntax: BinarySyntax, scope: ExpressionScope): Checked {
  const isAnd = syntax.op === '&&';
  const left = checkCondition(check, syntax.args[0], scope, `What stands before \`${syntax.op}\``);
  const known = narrow(scope, isAnd ? left.whenTrue : left.whenFalse);
  const right = checkCondition(check, syntax.args[1], known, `What stands after \`${syntax.op}\``);
  const both = (a: readonly string[], b: readonly string[]) => [...a, ...b];
  const shared = (a: readonly string[], b: readonly string[]) => a.filter((path) => b.includes(path));
  return {
    node: { kind: 'binary', operator: syntax.op, left: left.node, right: right.node, type: boolean },
    whenTrue: (isAnd ? both : shared)(left.whenTrue, right.whenTrue),
    whenFalse: (isAnd ? shared : both)(left.whenFalse, right.whenFalse),
  };
}

function equality(operands: Operands): Checked {
  const fitted = fitBoth(operands);
  const { left, right, syntax } = fitted;
  const nullSide = isNull(right) ? left : isNull(left) ? right : undefined;
  const node = binary(fitted, boolean);
  if (nullSide !== undefined) {
    if (!canBeNull(nullSide)) {
      const path = pathOf(nullSide) ?? 'The value';
      fail('wrong_operands', syntax.start, `\`${path}\` is never null here.`, 'Leave the comparison out.');
    }
    const path = pathOf(nullSide);
    const facts = path === undefined ? [] : [path];
    return syntax.op === '!='
      ? { node, whenTrue: facts, whenFalse: [] }
      : { node, whenTrue: [], whenFalse: facts };
  }
  requireComparable(fitted);
  return simple(node);
}

/** A value that is guarded already may be guarded again. */
function canBeNull(node: ExpressionNode): boolean {
  const isGuarded = 'isNarrowed' in node && node.isNarrowed;
  return isGuarded || isNull(node) || node.type.kind === 'nullable' || node.type.kind === 'json';
}

function isNull(node: ExpressionNode): boolean {
  return node.kind === 'literal' && node.value === null;
}

/** Text literals take the type of the other side: values of an enum, dates, instants. */
function fitBoth(operands: Operands): Operands {
  const { leftSyntax, rightSyntax } = operands;
  const [left, right] = agreed([operands.left, operands.right] as const);
  return {
    ...operands,
    left: fitLiteral(left, right.type, leftSyntax.start),
    right: fitLiteral(right, left.type, rightSyntax.start),
  };
}

function requireComparable(operands: Operands): void {
  const left = nonNull(operands.left.type);
  const right = nonNull(operands.right.type);
  if (left.kind === 'record' || right.kind === 'record') failRecord(operands);
  if (left.kind === 'enum' && right.kind === 'enum') {
    if (left.values.some((value) => right.values.includes(value))) return;
  } else if (isEquatable(left, right)) {
    return;
  }
  failOperands(operands);
}

function isEquatable(left: ValueType, right: ValueType): boolean {
  const isId = (type: ValueType) => type.kind === 'reference' || type.kind === 'text';
  if (left.kind === 'reference' && right.kind === 'reference') return left.entity === right.entity;
  if (isId(left) && isId(right)) return true;
  if (left.kind === 'json' || right.kind === 'json') return true;
  return commonType(left, right) !== undefined;
}

function failRecord(operands: Operands): never {
  const { left, right, leftSyntax, rightSyntax, syntax } = operands;
  const isLeft = nonNull(left.type).kind === 'record';
  const path = pathOf(isLeft ? left : right);
  const place = isLeft ? leftSyntax.start : rightSyntax.start;
  const suggestion = path === undefined ? undefined : `Did you mean \`${path}.id\`?`;
  return fail('wrong_operands', place, `\`${syntax.op}\` compares values, not whole records.`, suggestion);
}

function membership(operands: Operands): ExpressionNode {
  const { left, right, leftSyntax, rightSyntax } = operands;
  if (right.type.kind === 'nullable') failNullable(right, rightSyntax.start);
  if (left.type.kind === 'nullable') failNullable(left, leftSyntax.start);
  if (right.type.kind !== 'list') {
    fail(
      'wrong_operands',
      rightSyntax.start,
      `Expected a list after \`in\`, got ${describeType(right.type)}.`,
      isText(right.type) ? 'For a part of a text, write `text.contains(part)`.' : undefined,
    );
  }
  const list = fitLiteral(right, { kind: 'list', of: left.type }, rightSyntax.start);
  const item = fitLiteral(left, right.type.of, leftSyntax.start);
  const of = list.type.kind === 'list' ? list.type.of : right.type.of;
  const itemOperands = { ...operands, left: item, right: { ...list, type: of } };
  if (of.kind !== 'null') requireComparable(itemOperands);
  return binary({ ...operands, left: item, right: list }, boolean);
}

function comparison(operands: Operands): ExpressionNode {
  requirePresent(operands);
  const fitted = countedBoth(fitBoth(operands));
  const { left, right } = fitted;
  const isOrdered =
    (isNumeric(left.type) && isNumeric(right.type)) ||
    (left.type.kind === 'text' && right.type.kind === 'text') ||
    (left.type.kind === right.type.kind && (isTemporal(left.type) || left.type.kind === 'duration'));
  if (!isOrdered) failOperands(fitted);
  return binary(fitted, boolean);
}

function requirePresent({ left, right, leftSyntax, rightSyntax }: Operands): void {
  if (left.type.kind === 'nullable') failNullable(left, leftSyntax.start);
  if (right.type.kind === 'nullable') failNullable(right, rightSyntax.start);
}

function countedBoth(operands: Operands): Operands {
  return { ...operands, left: counted(operands.left), right: counted(operands.right) };
}

function arithmetic(written: Operands): ExpressionNode {
  requirePresent(written);
  const operands = countedBoth(written);
  const { left, right, rightSyntax, syntax } = operands;
  const isDivision = syntax.op === '/' || syntax.op === '%';
  if (isDivision && right.kind === 'literal' && right.value === 0) {
    fail('wrong_operands', rightSyntax.start, 'Nothing can be divided by zero.');
  }
  const type = arithmeticType(syntax.op, left.type, right.type);
  return type === undefined ? failOperands(operands) : binary(operands, type);
}

function arithmeticType(operator: BinaryOperator, left: ValueType, right: ValueType): ValueType | undefined {
  if (isNumeric(left) && isNumeric(right)) return numericType(operator, left, right);
  switch (operator) {
    case '+':
      return sumType(left, right) ?? sumType(right, left);
    case '-':
      return differenceType(left, right);
    case '*':
      return isScaling(left, right) || isScaling(right, left) ? { kind: 'duration' } : undefined;
    default:
      return undefined;
  }
}

function numericType(operator: BinaryOperator, left: ValueType, right: ValueType): ValueType | undefined {
  const isWhole = left.kind === 'integer' && right.kind === 'integer';
  if (operator === '%' && !isWhole) return undefined;
  return isWhole ? { kind: 'integer' } : { kind: 'number' };
}

function sumType(left: ValueType, right: ValueType): ValueType | undefined {
  if (isText(left) && isText(right)) return { kind: 'text' };
  if (left.kind === 'list' && right.kind === 'list') return commonType(left, right);
  if (right.kind !== 'duration') return undefined;
  return left.kind === 'date' || left.kind === 'datetime' || left.kind === 'duration' ? left : undefined;
}

function differenceType(left: ValueType, right: ValueType): ValueType | undefined {
  const isPoint = left.kind === 'date' || left.kind === 'datetime';
  if (right.kind === 'duration') return isPoint || left.kind === 'duration' ? left : undefined;
  return isPoint && left.kind === right.kind ? { kind: 'duration' } : undefined;
}

function isScaling(duration: ValueType, factor: ValueType): boolean {
  return duration.kind === 'duration' && isNumeric(factor);
}

function failOperands(operands: Operands): never {
  const { left, right, syntax } = operands;
  return fail(
    'wrong_operands',
    syntax.start,
    `\`${syntax.op}\` does not work on ${describeType(left.type)} and ${describeType(right.type)}.`,
    operandSuggestion(operands),
  );
}

function operandSuggestion({ left, right, syntax }: Operands): string | undefined {
  const kinds = [left.type.kind, right.type.kind];
  const has = (...candidates: readonly ValueType['kind'][]) =>
    candidates.some((kind) => kinds.includes(kind));
  if (has('date') && has('datetime')) {
    return 'Compare dates with `today`, instants with `now`; `date(x)` is the day of an instant.';
  }
  if (has('integer', 'number')) return numberSuggestion(syntax.op, has);
  return undefined;
}

function numberSuggestion(
  operator: BinaryOperator,
  has: (...candidates: readonly ValueType['kind'][]) => boolean,
): string | undefined {
  if (has('date', 'datetime', 'duration')) return 'Write a duration: `days(7)`, `hours(1)`.';
  if (operator === '%') return 'Only whole numbers have a remainder.';
  if (!has('text', 'enum')) return undefined;
  return operator === '+'
    ? 'Write `string(x)` to make a number text.'
    : 'A number is written without quotes.';
}
