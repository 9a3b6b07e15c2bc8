import { didYouMean } from '../naming/nearest-name.ts';
import { isDate, isDateTime } from '../blueprint/field-literal.ts';
import type { ExpressionNode, ValueType } from './expression.ts';
import { fail } from './expression-problem.ts';
import { commonType, nonNull } from './value-type.ts';

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
