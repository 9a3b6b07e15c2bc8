import { childrenOf } from './children-of.ts';
import type { ExpressionNode, ValueType } from './expression.ts';
import { fail } from './expression-problem.ts';
import type { Check, ExpressionScope } from './expression-scope.ts';
import type { SyntaxNode } from './parse-expression.ts';

/** What only the list of a page has: the number of its records on all pages, and where its next page begins. */
export const pageFunctions: Readonly<Record<string, ValueType>> = {
  total: { kind: 'integer' },
  nextCursor: { kind: 'nullable', of: { kind: 'text' } },
};

/** `total(tasks)`, `nextCursor(tasks)`. */
export function checkTotal(
  check: Check,
  syntax: Extract<SyntaxNode, { op: 'call' }>,
  scope: ExpressionScope,
): ExpressionNode {
  const [name, [listSyntax, ...more]] = syntax.args;
  const list = listSyntax === undefined ? undefined : check(listSyntax, scope).node;
  const isList = list?.kind === 'variable' && list.type.kind === 'list' && list.type.of.kind === 'record';
  if (!isList || more.length > 0) {
    return fail(
      'wrong_arguments',
      syntax.start,
      `Expected the variable of a \`list\` step in \`${name}(…)\`.`,
      name === 'total' ? 'Write `size(…)` for the number of items of any other list.' : undefined,
    );
  }
  return { kind: 'call', name, arguments: [list], type: pageFunctions[name] ?? { kind: 'integer' } };
}

/** The lists that an expression asks for their total or their next page. */
export function totalsIn(node: ExpressionNode): string[] {
  const isAsked = node.kind === 'call' && node.own === undefined && Object.hasOwn(pageFunctions, node.name);
  const [list] = isAsked ? node.arguments : [];
  const own = list?.kind === 'variable' ? [list.name] : [];
  return [...own, ...childrenOf(node).flatMap((child) => totalsIn(child))];
}
