import { didYouMean } from '../naming/nearest-name.ts';
import { isDate, isDateTime, isTime } from '../blueprint/field-literal.ts';
import { canonicalTime } from '../model/canonical-value.ts';
import { durationMs, durationText } from './duration.ts';
import { fitObject } from './check-object.ts';
import type { ExpressionNode, ValueType } from './expression.ts';
import { fail } from './expression-problem.ts';
import { commonType, nonNull } from './value-type.ts';

/**
 * Gives a text literal the type of the place it is put in: a value of an enum, a date, an instant. Anything else
 * stays as it is; a literal that is no value of the type ends the check.
 */
export function fitLiteral(node: ExpressionNode, target: ValueType, offset: number): ExpressionNode {
  const type = nonNull(target);
  if (node.kind === 'conditional') return fitConditional(node, target, offset);
  if (node.kind === 'object' && type.kind === 'object') return fitObject(node, type, offset, fitLiteral);
  if (node.kind === 'comprehension') return fitMapped(node, type, offset);
  if (node.kind === 'list' && type.kind === 'list') return fitList(node, type.of, offset);
  if (node.kind !== 'literal' || typeof node.value !== 'string' || node.type.kind !== 'text') return node;
  return fitText({ ...node, value: node.value }, type, offset);
}

function fitConditional(
  node: Extract<ExpressionNode, { kind: 'conditional' }>,
  target: ValueType,
  offset: number,
): ExpressionNode {
  const whenTrue = fitLiteral(node.whenTrue, target, offset);
  const whenFalse = fitLiteral(node.whenFalse, target, offset);
  const type = commonType(whenTrue.type, whenFalse.type);
  return type === undefined ? node : { ...node, whenTrue, whenFalse, type };
}

/** The values of a `map` go where its list goes. */
function fitMapped(
  node: Extract<ExpressionNode, { kind: 'comprehension' }>,
  type: ValueType,
  offset: number,
): ExpressionNode {
  if (node.macro !== 'map' || type.kind !== 'list') return node;
  const body = fitLiteral(node.body, type.of, offset);
  return { ...node, body, type: { kind: 'list', of: body.type } };
}

function fitList(
  node: Extract<ExpressionNode, { kind: 'list' }>,
  target: ValueType,
  offset: number,
): ExpressionNode {
  const items = node.items.map((item) => fitLiteral(item, target, offset));
  const types = items.map((item) => item.type);
  const of = types.length === 0 ? target : types.reduce((a, b) => commonType(a, b) ?? a);
  return { ...node, items, type: { kind: 'list', of } };
}

type TextLiteral = Extract<ExpressionNode, { kind: 'literal' }> & { readonly value: string };

function fitText(node: TextLiteral, type: ValueType, offset: number): ExpressionNode {
  const { value } = node;
  switch (type.kind) {
    case 'enum':
      if (type.values.includes(value)) return { ...node, type: { kind: 'enum', values: [value] } };
      return fail(
        'not_in_enum',
        offset,
        `'${value}' is not among ${type.values.map((one) => `'${one}'`).join(', ')}.`,
        didYouMean(value, type.values),
      );
    case 'date':
      if (isDate(value)) return { ...node, type };
      return fail('wrong_operands', offset, `'${value}' is not a date.`, "Write it as `'2026-01-31'`.");
    case 'datetime':
      if (isDateTime(value)) return { ...node, value: new Date(value).toISOString(), type };
      return fail(
        'wrong_operands',
        offset,
        `'${value}' is not an instant.`,
        "Write it as `'2026-01-31T09:30:00Z'`.",
      );
    default:
      return fitLength(node, type, offset);
  }
}

function fitLength(node: TextLiteral, type: ValueType, offset: number): ExpressionNode {
  const { value } = node;
  if (type.kind === 'time') {
    if (isTime(value)) return { ...node, value: canonicalTime(value), type };
    return fail('wrong_operands', offset, `'${value}' is not a time.`, "Write it as `'09:30'`.");
  }
  if (type.kind !== 'span') return node;
  const length = durationMs(value);
  if (length !== undefined) return { ...node, value: durationText(length), type };
  return fail('wrong_operands', offset, `'${value}' is not a duration.`, "Write it as `'PT15M'`.");
}
