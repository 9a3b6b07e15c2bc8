import { durationMs } from '../../expression/duration.ts';
import type { ExpressionNode } from '../../expression/expression.ts';
import type { FieldType } from '../../model/field.ts';

/** Between what a value lies for certain: numbers by themselves, texts by their length, lists by their number of items. */
export interface ValueRange {
  readonly minimum: number;
  readonly maximum: number;
}

/** What is known about the parts of an expression. */
export interface RangeScope {
  /** The type of the field that a member access reaches. */
  fieldType(node: ExpressionNode): FieldType | undefined;
  /** Whether the variable is a number of records. */
  isCount(variable: string): boolean;
}

const anything: ValueRange = { minimum: -Infinity, maximum: Infinity };
const notNegative: ValueRange = { minimum: 0, maximum: Infinity };

/** The range of an expression, as far as it follows from literals and from the bounds of fields. */
export function rangeOf(node: ExpressionNode, scope: RangeScope): ValueRange {
  switch (node.kind) {
    case 'literal':
      return literalRange(node);
    case 'variable':
      return scope.isCount(node.name) ? notNegative : anything;
    case 'member':
      return rangeOfType(scope.fieldType(node));
    case 'list':
      return exactly(node.items.length);
    case 'unary':
      return negated(rangeOf(node.operand, scope));
    case 'conditional':
      return union(rangeOf(node.whenTrue, scope), rangeOf(node.whenFalse, scope));
    case 'binary':
      return binaryRange(node, scope);
    default:
      return node.kind === 'call' ? callRange(node, scope) : otherRange(node);
  }
}

/** A duration is as long as it is written. */
function callRange(node: Extract<ExpressionNode, { kind: 'call' }>, scope: RangeScope): ValueRange {
  const [first] = node.arguments;
  if (first !== undefined && (node.name === 'lengthOf' || node.name === 'spanOf'))
    return rangeOf(first, scope);
  const isUnit = ['days', 'hours', 'minutes', 'seconds'].includes(node.name);
  const isCounted = first !== undefined && isUnit && rangeOf(first, scope).minimum >= 0;
  return isCounted ? notNegative : otherRange(node);
}

function otherRange(node: ExpressionNode): ValueRange {
  return isNeverNegative(node) ? notNegative : anything;
}

/** The length of a text, and what counts. */
function isNeverNegative(node: ExpressionNode): boolean {
  return node.type.kind === 'text' || (node.kind === 'call' && node.name === 'size');
}

/** What the bounds of a field leave open. */
export function rangeOfType(type: FieldType | undefined): ValueRange {
  switch (type?.kind) {
    case 'integer':
    case 'number':
    case 'money':
      return between(-Infinity, type.minimum, type.maximum);
    case 'duration':
      return between(0, type.minimum ?? 0, type.maximum);
    case 'text':
      return between(0, type.minLength, type.maxLength);
    case 'list':
      return between(0, type.minItems, type.maxItems);
    default:
      return anything;
  }
}

function between(least: number, minimum = least, maximum = Infinity): ValueRange {
  return { minimum, maximum };
}

export function sum(a: ValueRange, b: ValueRange): ValueRange {
  return { minimum: a.minimum + b.minimum, maximum: a.maximum + b.maximum };
}

function binaryRange(
  { operator, left, right }: Extract<ExpressionNode, { kind: 'binary' }>,
  scope: RangeScope,
): ValueRange {
  const [a, b] = [rangeOf(left, scope), rangeOf(right, scope)];
  if (operator === '+') return sum(a, b);
  if (operator === '-') return sum(a, negated(b));
  return operator === '*' && a.minimum >= 0 && b.minimum >= 0 ? notNegative : anything;
}

function literalRange({ value, type }: Extract<ExpressionNode, { kind: 'literal' }>): ValueRange {
  if (type.kind === 'span') return exactly(durationMs(String(value)) ?? 0);
  if (typeof value === 'number') return exactly(value);
  return typeof value === 'string' ? exactly(value.length) : anything;
}

function exactly(value: number): ValueRange {
  return { minimum: value, maximum: value };
}

function negated({ minimum, maximum }: ValueRange): ValueRange {
  return { minimum: -maximum, maximum: -minimum };
}

function union(a: ValueRange, b: ValueRange): ValueRange {
  return { minimum: Math.min(a.minimum, b.minimum), maximum: Math.max(a.maximum, b.maximum) };
}
