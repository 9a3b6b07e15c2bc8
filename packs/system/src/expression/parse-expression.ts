import { parse, ParseError } from '@marcbachmann/cel-js';
import type { ASTNode } from '@marcbachmann/cel-js';
import { fail } from './expression-problem.ts';

export type SyntaxNode = ASTNode;

const maximumLength = 4_000;

/** Parses CEL into its syntax tree, with the place of every node. Throws an ExpressionFailure. */
export function parseExpression(source: string): SyntaxNode {
  if (source.trim() === '') fail('expression_syntax', 0, 'Expected an expression, got nothing.');
  if (source.length > maximumLength) {
    fail('expression_syntax', 0, `An expression has at most ${maximumLength} characters.`);
  }
  try {
    return parse(source).ast;
  } catch (error) {
    if (error instanceof ParseError) {
      const offset = Math.min(error.range?.start ?? error.node?.start ?? 0, source.length);
      return fail('expression_syntax', offset, `${error.summary}.`, syntaxSuggestion(source, offset));
    }
    if (error instanceof RangeError) {
      return fail('expression_syntax', 0, 'The expression is nested too deeply.');
    }
    throw error;
  }
}

/** Slips of people who come from other languages. */
function syntaxSuggestion(source: string, offset: number): string | undefined {
  const before = source.slice(Math.max(0, offset - 2), offset);
  const rest = source.slice(offset);
  const previous = source.slice(0, offset).trimEnd();
  if (rest.startsWith('=') && before.endsWith('=')) return 'Write `==` or `!=`.';
  if (rest.startsWith('=')) return 'Compare with `==`.';
  if (/^(and|or|not)\b/i.test(rest) || /\b(and|or|not)$/i.test(previous)) return 'Write `&&`, `||` or `!`.';
  if (rest.startsWith('&') || rest.startsWith('|')) return 'Write `&&` or `||`.';
  if (rest.startsWith('?')) return 'Test with `has(x)` or `x != null` first.';
  return undefined;
}
