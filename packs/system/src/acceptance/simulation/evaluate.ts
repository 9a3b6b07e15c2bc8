import type { BinaryOperator, ExpressionNode } from '../../expression/expression.ts';
import { builtIns } from './built-ins.ts';

/** A value while an operation is simulated: JSON, records included. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

export type Scope = Readonly<Record<string, Value>>;

/** The expression goes beyond what a simulation can say for sure. */
export class NotSimulated extends Error {
  override readonly name = 'NotSimulated';
}

/** The value of a checked expression. @throws NotSimulated for what has no certain value here. */
export function evaluate(node: ExpressionNode, scope: Scope): Value {
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'variable':
      return known(scope[node.name], node.name);
    case 'member':
      return memberOf(evaluate(node.target, scope), node.name);
    case 'index':
      return memberOf(evaluate(node.target, scope), String(evaluate(node.index, scope)));
    case 'list':
      return node.items.map((item) => evaluate(item, scope));
    case 'unary': {
      const operand = evaluate(node.operand, scope);
      return node.operator === '!' ? operand !== true : -number(operand);
    }
    case 'binary':
      return binary(node, scope);
    case 'conditional':
      return evaluate(evaluate(node.condition, scope) === true ? node.whenTrue : node.whenFalse, scope);
    case 'call': {
      const builtIn = builtIns[node.name];
      if (!builtIn) throw new NotSimulated(node.name);
      return known(builtIn(node.arguments.map((one) => evaluate(one, scope))), node.name);
    }
    case 'comprehension':
      return comprehension(node, scope);
  }
}

type NodeOf<Kind extends ExpressionNode['kind']> = Extract<ExpressionNode, { kind: Kind }>;

function binary(node: NodeOf<'binary'>, scope: Scope): Value {
  const left = evaluate(node.left, scope);
  if (node.operator === '&&') return left === true && evaluate(node.right, scope) === true;
  if (node.operator === '||') return left === true || evaluate(node.right, scope) === true;
  const right = evaluate(node.right, scope);
  if (node.operator === 'in') return Array.isArray(right) && right.some((item) => isSame(item, left));
  if (node.operator === '==' || node.operator === '!=')
    return isSame(left, right) === (node.operator === '==');
  if (isMoment(node.left) || isMoment(node.right)) return momentArithmetic(node, left, right);
  return typeof left === 'string' && typeof right === 'string'
    ? textual(node.operator, left, right)
    : numeric(node.operator, number(left), number(right));
}

function numeric(operator: BinaryOperator, left: number, right: number): Value {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    default:
      return ordered(operator, left, right);
  }
}

function textual(operator: BinaryOperator, left: string, right: string): Value {
  return operator === '+' ? left + right : ordered(operator, left, right);
}

function ordered(operator: BinaryOperator, left: string | number, right: string | number): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      throw new NotSimulated(operator);
  }
}

/** Dates and instants are compared as text; adding to them and taking their difference counts milliseconds. */
function momentArithmetic(node: NodeOf<'binary'>, left: Value, right: Value): Value {
  if (node.operator !== '+' && node.operator !== '-') {
    if (typeof left !== 'string' || typeof right !== 'string') throw new NotSimulated(node.operator);
    return ordered(node.operator, left, right);
  }
  const sign = node.operator === '+' ? 1 : -1;
  if (typeof left === 'string' && typeof right === 'string') return Date.parse(left) - Date.parse(right);
  const [moment, milliseconds] = typeof left === 'string' ? [left, number(right)] : [right, number(left)];
  if (typeof moment !== 'string') throw new NotSimulated(node.operator);
  const sum = new Date(Date.parse(moment) + sign * milliseconds).toISOString();
  return moment.length === 10 ? sum.slice(0, 10) : sum;
}

function isMoment(node: ExpressionNode): boolean {
  const type = node.type.kind === 'nullable' ? node.type.of : node.type;
  return type.kind === 'date' || type.kind === 'datetime';
}

function comprehension(node: NodeOf<'comprehension'>, scope: Scope): Value {
  const range = evaluate(node.range, scope);
  if (!Array.isArray(range)) throw new NotSimulated(node.macro);
  const items = range as readonly Value[];
  const bodyOf = (item: Value) => evaluate(node.body, { ...scope, [node.variable]: item });
  switch (node.macro) {
    case 'all':
      return items.every((item) => bodyOf(item) === true);
    case 'exists':
      return items.some((item) => bodyOf(item) === true);
    case 'exists_one':
      return items.filter((item) => bodyOf(item) === true).length === 1;
    case 'filter':
      return items.filter((item) => bodyOf(item) === true);
    case 'map':
      return items.map(bodyOf);
  }
}

function memberOf(target: Value, name: string): Value {
  if (typeof target !== 'object' || target === null) throw new NotSimulated(name);
  return known((target as Readonly<Record<string, Value>>)[name], name);
}

function known(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new NotSimulated(name);
  return value;
}

function number(value: Value): number {
  if (typeof value !== 'number') throw new NotSimulated('number');
  return value;
}

export function isSame(left: Value, right: Value): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
