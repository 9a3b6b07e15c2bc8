import { childrenOf } from './children-of.ts';
import type { ExpressionNode } from './expression.ts';
import { fail } from './expression-problem.ts';
import type { Check, ExpressionScope } from './expression-scope.ts';
import type { SyntaxNode } from './parse-expression.ts';

/** `total(tasks)`: how many records a list has on all its pages together. */
export function checkTotal(
  check: Check,
  syntax: Extract<SyntaxNode, { op: 'call' }>,
  scope: ExpressionScope,
): ExpressionNode {
  const [, [listSyntax, ...more]] = syntax.args;
  const list = listSyntax === undefined ? undefined : check(listSyntax, scope).node;
  const isList = list?.kind === 'variable' && list.type.kind === 'list' && list.type.of.kind === 'record';
  if (!isList || more.length > 0) {
    return fail(
      'wrong_arguments',
      syntax.start,
      'Expected the variable of a `list` step in `total(…)`.',
      'Write `size(…)` for the number of items of any other list.',
    );
  }
  return { kind: 'call', name: 'total', arguments: [list], type: { kind: 'integer' } };
}

/** The lists whose totals an expression asks for. */
export function totalsIn(node: ExpressionNode): string[] {
  const [list] = node.kind === 'call' && node.name === 'total' ? node.arguments : [];
  const own = list?.kind === 'variable' ? [list.name] : [];
  return [...own, ...childrenOf(node).flatMap((child) => totalsIn(child))];
}
