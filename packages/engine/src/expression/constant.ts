import { type ASTNode, serialize } from '@marcbachmann/cel-js';
import { parseExpression, type Variables } from './expression.ts';
import { referencesOf } from './references.ts';

/** What is known of steps before a run: null for one that is known to be skipped. */
export type KnownSteps = Variables;

/**
 * The value an expression has in every run, given what is known; undefined when that depends on the run.
 * `false && x` and `true || x` are constant whatever `x` is.
 */
export function constantOf(node: ASTNode, known: KnownSteps): { readonly value: unknown } | undefined {
  switch (node.op) {
    case '&&':
      return logical(node.args, known, false);
    case '||':
      return logical(node.args, known, true);
    case '?:':
      return choice(node.args, known);
    case '!_': {
      const operand = constantOf(node.args, known);
      return typeof operand?.value === 'boolean' ? { value: !operand.value } : undefined;
    }
    default:
      return isKnown(node, known) ? valueOf(node, known) : undefined;
  }
}

function choice(
  [condition, whenTrue, whenFalse]: readonly [ASTNode, ASTNode, ASTNode],
  known: KnownSteps,
): { readonly value: unknown } | undefined {
  const decided = constantOf(condition, known);
  if (typeof decided?.value !== 'boolean') return undefined;
  return constantOf(decided.value ? whenTrue : whenFalse, known);
}

function logical(
  [left, right]: readonly [ASTNode, ASTNode],
  known: KnownSteps,
  decisive: boolean,
): { readonly value: boolean } | undefined {
  const sides = [constantOf(left, known), constantOf(right, known)];
  if (sides.some((side) => side?.value === decisive)) return { value: decisive };
  return sides.every((side) => side?.value === !decisive) ? { value: !decisive } : undefined;
}

function isKnown(node: ASTNode, known: KnownSteps): boolean {
  return referencesOf(node).every(
    ({ variable, field }) => variable === 'steps' && field !== undefined && Object.hasOwn(known, field),
  );
}

/** An expression that fails on constants is left to fail in the run, where somebody sees it. */
function valueOf(node: ASTNode, known: KnownSteps): { readonly value: unknown } | undefined {
  try {
    return { value: parseExpression(serialize(node)).evaluate({ steps: known }) };
  } catch {
    return undefined;
  }
}
