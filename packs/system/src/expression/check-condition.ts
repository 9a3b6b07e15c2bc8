import { failNullable } from './expression-scope.ts';
import type { Check, Checked, ExpressionScope } from './expression-scope.ts';
import { fail } from './expression-problem.ts';
import type { SyntaxNode } from './parse-expression.ts';
import { describeType } from './value-type.ts';

/** The node of a condition: must be true or false. */
export function checkCondition(
  check: Check,
  syntax: SyntaxNode,
  scope: ExpressionScope,
  where: string,
): Checked {
  const checked = check(syntax, scope);
  const { type } = checked.node;
  if (type.kind === 'nullable' && type.of.kind === 'boolean') failNullable(checked.node, syntax.start);
  if (type.kind !== 'boolean') {
    fail('wrong_operands', syntax.start, `${where} must be true or false, got ${describeType(type)}.`);
  }
  return checked;
}
