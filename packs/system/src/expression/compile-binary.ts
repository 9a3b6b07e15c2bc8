import { withoutGuard } from './expression-walk.ts';
import type { NodeCompiler } from './node-compiler.ts';
import type { BinaryOperator, ExpressionNode } from './expression.ts';
import { numberCode, precedences } from './precedence.ts';
import type { Compiled } from './precedence.ts';
import { nonNull } from './value-type.ts';

type BinaryNode = Extract<ExpressionNode, { kind: 'binary' }>;

const operatorPrecedences: Readonly<Record<Exclude<BinaryOperator, 'in'>, number>> = {
  '||': precedences.or,
  '&&': precedences.and,
  '==': precedences.equality,
  '!=': precedences.equality,
  '<': precedences.relational,
  '<=': precedences.relational,
  '>': precedences.relational,
  '>=': precedences.relational,
  '+': precedences.additive,
  '-': precedences.additive,
  '*': precedences.multiplicative,
  '/': precedences.multiplicative,
  '%': precedences.multiplicative,
};

/** Compiles an operator between two values. */
export function compileBinary(node: BinaryNode, compiler: NodeCompiler): Compiled {
  switch (node.operator) {
    case 'in':
      return membership(node.left, node.right, compiler);
    case '==':
    case '!=':
      return equality(node, compiler);
    case '+':
    case '-':
      return sum(node, node.operator, compiler);
    case '/':
      return quotient(node, compiler);
    default:
      return infix(node.operator, node.left, node.right, compiler);
  }
}

function sum(node: BinaryNode, operator: '+' | '-', compiler: NodeCompiler): Compiled {
  if (node.type.kind === 'list') return concatenation(node.left, node.right, compiler);
  return timeArithmetic(node, compiler) ?? infix(operator, node.left, node.right, compiler);
}

function quotient(node: BinaryNode, compiler: NodeCompiler): Compiled {
  const plain = infix('/', node.left, node.right, compiler);
  if (node.type.kind !== 'integer') return plain;
  return { code: `Math.trunc(${plain.code})`, precedence: precedences.member };
}

function infix(
  operator: Exclude<BinaryOperator, 'in'>,
  left: ExpressionNode,
  right: ExpressionNode,
  compiler: NodeCompiler,
  symbol: string = operator,
): Compiled {
  const precedence = operatorPrecedences[operator];
  const rightPrecedence = operator === '&&' || operator === '||' ? precedence : precedence + 1;
  return {
    code: `${compiler.code(left, precedence)} ${symbol} ${compiler.code(right, rightPrecedence)}`,
    precedence,
  };
}

function equality(node: BinaryNode, compiler: NodeCompiler): Compiled {
  const { left, right } = node;
  const operator = node.operator === '==' ? '==' : '!=';
  const tested = isNull(right) ? left : isNull(left) ? right : undefined;
  if (tested !== undefined) {
    const isLoose = compiler.mayBeUndefined(tested) || isOptionalAccess(tested);
    return infix(operator, withoutGuard(tested), nullNode, compiler, isLoose ? operator : `${operator}=`);
  }
  if (isCompound(left) || isCompound(right)) {
    const call = `${compiler.useDeepEqual()}(${compiler.code(left, precedences.conditional)}, ${compiler.code(right, precedences.conditional)})`;
    return operator === '=='
      ? { code: call, precedence: precedences.member }
      : { code: `!${call}`, precedence: precedences.unary };
  }
  return strictEquality(operator, left, right, compiler);
}

/** `b === a!` rather than `a! === b`, which reads too much like `a !== b`. */
function strictEquality(
  operator: '==' | '!=',
  left: ExpressionNode,
  right: ExpressionNode,
  compiler: NodeCompiler,
): Compiled {
  const isAsserted = compiler.code(left, operatorPrecedences[operator]).endsWith('!');
  const [first, second] = isAsserted ? [right, left] : [left, right];
  return infix(operator, first, second, compiler, `${operator}=`);
}

const nullNode: ExpressionNode = { kind: 'literal', value: null, type: { kind: 'null' } };

function isNull(node: ExpressionNode): boolean {
  return node.kind === 'literal' && node.value === null;
}

/** `a?.b` is `undefined` where `a` is null. */
function isOptionalAccess(node: ExpressionNode): boolean {
  return node.kind === 'member' && (node.target.type.kind === 'nullable' || isOptionalAccess(node.target));
}

/** Values that `===` would compare by identity. */
function isCompound(node: ExpressionNode): boolean {
  const { kind } = nonNull(node.type);
  return kind === 'list' || kind === 'object' || kind === 'json' || kind === 'record';
}

function membership(item: ExpressionNode, list: ExpressionNode, compiler: NodeCompiler): Compiled {
  const of = list.type.kind === 'list' ? list.type.of : list.type;
  const range = compiler.code(list, precedences.member);
  // TypeScript asks `includes` for a value of the list's own type.
  const isNarrower = nonNull(of).kind === 'enum' && list.kind !== 'list' && !isWithin(item, of);
  if (isCompound(item) || isNarrower) {
    const value = compiler.code(item, precedences.conditional);
    const test = isCompound(item)
      ? `${compiler.useDeepEqual()}(value, ${value})`
      : `value === ${compiler.code(item, precedences.relational)}`;
    return { code: `${range}.some((value) => ${test})`, precedence: precedences.member };
  }
  return {
    code: `${range}.includes(${compiler.code(item, precedences.conditional)})`,
    precedence: precedences.member,
  };
}

function isWithin(item: ExpressionNode, of: ExpressionNode['type']): boolean {
  const wide = nonNull(of);
  return (
    item.type.kind === 'enum' &&
    wide.kind === 'enum' &&
    item.type.values.every((value) => wide.values.includes(value))
  );
}

function concatenation(left: ExpressionNode, right: ExpressionNode, compiler: NodeCompiler): Compiled {
  const parts = [left, right].flatMap((node) => spreadItems(node, compiler));
  return { code: `[${parts.join(', ')}]`, precedence: precedences.primary };
}

/** The items of a list as they stand between brackets. */
function spreadItems(list: ExpressionNode, compiler: NodeCompiler): string[] {
  if (list.kind === 'list') return list.items.map((item) => compiler.code(item, precedences.conditional));
  if (list.kind === 'binary' && list.operator === '+') {
    return [list.left, list.right].flatMap((node) => spreadItems(node, compiler));
  }
  return [`...${compiler.code(list, precedences.conditional)}`];
}

/** Dates and instants are text: arithmetic on them goes through helpers. */
function timeArithmetic(node: BinaryNode, compiler: NodeCompiler): Compiled | undefined {
  const { operator, left, right, type } = node;
  if (type.kind === 'date' || type.kind === 'datetime') {
    const [point, duration] = left.type.kind === 'duration' ? [right, left] : [left, right];
    return shift(point, duration, operator === '-', compiler);
  }
  if (operator === '-' && (left.type.kind === 'date' || left.type.kind === 'datetime')) {
    const [from, to] = [left, right].map(
      (one) => `Date.parse(${compiler.code(one, precedences.conditional)})`,
    );
    return { code: `${from} - ${to}`, precedence: precedences.additive };
  }
  return undefined;
}

const dayMs = 86_400_000;

function shift(
  point: ExpressionNode,
  duration: ExpressionNode,
  isBackwards: boolean,
  compiler: NodeCompiler,
): Compiled {
  const target = compiler.code(point, precedences.conditional);
  const isDate = point.type.kind === 'date';
  const amount = isDate
    ? dayAmount(duration, isBackwards, compiler)
    : amountCode(duration, isBackwards, compiler);
  const helper = compiler.use(isDate ? 'addDays' : 'addMilliseconds');
  return { code: `${helper}(${target}, ${amount})`, precedence: precedences.member };
}

/** A duration in days. */
function dayAmount(duration: ExpressionNode, isBackwards: boolean, compiler: NodeCompiler): string {
  if (duration.kind === 'literal' && typeof duration.value === 'number') {
    return numberCode(((isBackwards ? -1 : 1) * duration.value) / dayMs);
  }
  const [days] = duration.kind === 'call' && duration.name === 'days' ? duration.arguments : [];
  if (days !== undefined) return amountCode(days, isBackwards, compiler);
  const sign = isBackwards ? '-' : '';
  return `${sign}${compiler.code(duration, sign === '' ? precedences.multiplicative : precedences.unary)} / ${numberCode(dayMs)}`;
}

function amountCode(amount: ExpressionNode, isBackwards: boolean, compiler: NodeCompiler): string {
  if (!isBackwards) return compiler.code(amount, precedences.conditional);
  if (amount.kind === 'literal' && typeof amount.value === 'number') return numberCode(-amount.value);
  const code = compiler.code(amount, precedences.unary);
  return code.startsWith('-') ? `-(${code})` : `-${code}`;
}
