import type { ExpressionNode } from './expression.ts';
import { fail } from './expression-problem.ts';
import type { Check, ExpressionScope } from './expression-scope.ts';
import { agreed } from './span.ts';
import type { SyntaxNode } from './parse-expression.ts';
import { commonType, describeType, nonNull } from './value-type.ts';

/** `coalesce(order.discount, 0)`: the first value, or the second where the first is null. */
export function checkCoalesce(
  check: Check,
  syntax: Extract<SyntaxNode, { op: 'call' }>,
  scope: ExpressionScope,
): ExpressionNode {
  const [, [valueSyntax, otherSyntax, ...more]] = syntax.args;
  if (valueSyntax === undefined || otherSyntax === undefined || more.length > 0) {
    return fail(
      'wrong_arguments',
      syntax.start,
      'Expected a value that may be null and one to take its place.',
      'Write `coalesce(order.discount, 0)`.',
    );
  }
  const [value, other] = agreed([check(valueSyntax, scope).node, check(otherSyntax, scope).node] as const);
  const type = commonType(nonNull(value.type), other.type);
  if (type !== undefined) return { kind: 'call', name: 'coalesce', arguments: [value, other], type };
  return fail(
    'wrong_operands',
    otherSyntax.start,
    `Both values must be of one type, got ${describeType(value.type)} and ${describeType(other.type)}.`,
  );
}
