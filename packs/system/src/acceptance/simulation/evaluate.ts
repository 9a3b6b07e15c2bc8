import type { BinaryOperator, ExpressionNode, OwnCall } from '../../expression/expression.ts';
import { placeOf } from '../../expression/enum-place.ts';
import { nonNull } from '../../expression/value-type.ts';
import { type ByKind, byKind } from '../by-kind.ts';
import { builtIns } from './built-ins.ts';
import { csvText } from './csv-text.ts';
import { NotSimulated } from './not-simulated.ts';
import { decided, Undecided, unknownValue } from './unknown-value.ts';

export { NotSimulated } from './not-simulated.ts';

/** A value while an operation is simulated: JSON, records included. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

export type Scope = Readonly<Record<string, Value>>;

type NodeOf<Kind extends ExpressionNode['kind']> = Extract<ExpressionNode, { kind: Kind }>;

const evaluators: ByKind<ExpressionNode, [scope: Scope], Value> = {
  literal: ({ value }) => value,
  variable: ({ name }, scope) => known(scope[name], name),
  member: ({ target, name }, scope) => {
    const value = evaluate(target, scope);
    return value === null && target.type.kind === 'nullable' ? null : memberOf(value, name);
  },
  index: ({ target, index }, scope) => itemOf(evaluate(target, scope), evaluate(index, scope)),
  list: ({ items }, scope) => items.map((item) => evaluate(item, scope)),
  object: ({ fields }, scope) =>
    Object.fromEntries(fields.map(({ name, value }) => [name, evaluate(value, scope)])),
  unary: ({ operator, operand }, scope) => {
    const value = decided(evaluate(operand, scope));
    return operator === '!' ? value !== true : -number(value);
  },
  binary,
  conditional: ({ condition, whenTrue, whenFalse }, scope) =>
    evaluate(decided(evaluate(condition, scope)) === true ? whenTrue : whenFalse, scope),
  call: (node, scope) => {
    const [list] = node.arguments;
    if (node.name === 'total' && list?.kind === 'variable') return known(scope[totalOf(list.name)], 'total');
    if (node.name === 'nextCursor' && list?.kind === 'variable')
      return known(scope[nextCursorOf(list.name)], 'nextCursor');
    const values = node.arguments.map((one) => decided(evaluate(one, scope)));
    if (node.own !== undefined) return ownValue(node.own, values);
    return inPlace(node, values) ?? known(builtIns[node.name]?.(values), node.name);
  },
  comprehension,
};

/** The value of a checked expression. @throws NotSimulated for what has no certain value here. */
export function evaluate(node: ExpressionNode, scope: Scope): Value {
  return byKind(evaluators, node, scope);
}

function binary(node: NodeOf<'binary'>, scope: Scope): Value {
  const left = decided(evaluate(node.left, scope));
  const right = () => decided(evaluate(node.right, scope));
  if (node.operator === '&&') return left === true && right() === true;
  if (node.operator === '||') return left === true || right() === true;
  return strict(node, left, right());
}

/** Operators that need both values. */
function strict(node: NodeOf<'binary'>, left: Value, right: Value): Value {
  switch (node.operator) {
    case 'in':
      return Array.isArray(right) && right.some((item) => isSame(item, left));
    case '==':
      return isSame(left, right);
    case '!=':
      return !isSame(left, right);
    default:
      return arithmetic(node, left, right);
  }
}

function arithmetic(node: NodeOf<'binary'>, left: Value, right: Value): Value {
  if (isMoment(node.left) || isMoment(node.right)) return withMoments(node.operator, left, right);
  if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right] as readonly Value[];
  if (node.operator === '/') return quotient(node, number(left), number(right));
  return typeof left === 'string' && typeof right === 'string'
    ? textual(node.operator, left, right)
    : numeric(node.operator, number(left), number(right));
}

/** Whole numbers divide to whole numbers. */
function quotient({ type }: NodeOf<'binary'>, left: number, right: number): number {
  if (right === 0) throw new NotSimulated('division by zero');
  return type.kind === 'integer' ? Math.trunc(left / right) : left / right;
}

function numeric(operator: BinaryOperator, left: number, right: number): Value {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
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
function withMoments(operator: BinaryOperator, left: Value, right: Value): Value {
  if (typeof left === 'string' && typeof right === 'string')
    return operator === '-' ? Date.parse(left) - Date.parse(right) : ordered(operator, left, right);
  const [moment, milliseconds] = typeof left === 'string' ? [left, right] : [right, left];
  if (typeof moment !== 'string' || (operator !== '+' && operator !== '-')) throw new NotSimulated(operator);
  const shift = operator === '+' ? number(milliseconds) : -number(milliseconds);
  const sum = new Date(Date.parse(moment) + shift).toISOString();
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
  const bodyOf = (item: Value) => decided(evaluate(node.body, { ...scope, [node.variable]: item }));
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
    case 'groupBy':
      return grouped(items, bodyOf);
    case 'sortBy':
      return sorted(items, keyOf(node, bodyOf), 1);
    case 'sortByDescending':
      return sorted(items, keyOf(node, bodyOf), -1);
  }
}

/** Values of an enumeration come in their order. */
function keyOf({ body }: NodeOf<'comprehension'>, bodyOf: (item: Value) => Value): (item: Value) => Value {
  const type = nonNull(body.type);
  return type.kind === 'enum' ? (item) => placeOf(type.values, bodyOf(item)) : bodyOf;
}

/** What depends on types: `csv(xs)`, and `sort(xs)` of values of an enumeration. */
function inPlace(
  { name, type, arguments: given }: NodeOf<'call'>,
  values: readonly Value[],
): Value | undefined {
  const item = type.kind === 'list' ? type.of : type;
  if (name === 'csv') return csvText(given[0]?.type, values[0]);
  if (name !== 'sort' || item.kind !== 'enum') return undefined;
  return sorted(values[0] as readonly Value[], (value) => placeOf(item.values, value), 1);
}

function grouped(items: readonly Value[], keyOf: (item: Value) => Value): Value {
  const groups = Map.groupBy(
    items.map((item) => ({ item, key: keyOf(item) })),
    ({ key }) => JSON.stringify(key),
  );
  return [...groups.values()].map((group) => ({
    key: group[0]?.key ?? null,
    items: group.map(({ item }) => item),
  }));
}

function sorted(items: readonly Value[], keyOf: (item: Value) => Value, direction: 1 | -1): Value {
  return items.toSorted((first, second) => {
    const [a, b] = [keyOf(first), keyOf(second)];
    if (a === b) return 0;
    return a === null || (b !== null && a < b) ? -direction : direction;
  });
}

/** What lies beyond the end of a list is null. */
function itemOf(list: Value, index: Value): Value {
  if (!Array.isArray(list)) return memberOf(list, String(index));
  return (list as readonly Value[])[number(index)] ?? null;
}

/** What the examples of a function written by hand say that it gives. */
function ownValue({ examples, isWritten }: OwnCall, values: readonly Value[]): Value {
  if (!isWritten) throw new Undecided('a function that is not written yet');
  const example = examples.find(({ given }) => isSame(given as Value, values));
  return example === undefined ? unknownValue : (example.gives as Value);
}

/** Where a scope holds how many records a list has on all pages. */
export function totalOf(list: string): string {
  return `${list}.total`;
}

/** Where a scope holds the cursor of a list's next page. */
export function nextCursorOf(list: string): string {
  return `${list}.nextCursor`;
}

function memberOf(target: Value, name: string): Value {
  decided(target);
  if (typeof target !== 'object' || target === null) throw new NotSimulated(name);
  return known((target as Readonly<Record<string, Value>>)[name], name);
}

function known(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new NotSimulated(name);
  return value;
}

function number(value: Value): number {
  const found = decided(value);
  if (typeof found !== 'number') throw new NotSimulated('number');
  return found;
}

export function isSame(left: Value, right: Value): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
