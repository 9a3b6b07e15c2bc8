import type { DecisionContext } from '../definition/context.ts';
import { type Expression, ExpressionError, type Variables } from '../expression/expression.ts';
import type { WorkflowRunInput } from './run-input.ts';

/** Gives the variables that expressions of a workflow see, from what the engine gives a stage. */
export type VariablesOf = (context: DecisionContext, more?: Variables) => Variables;

/** `known` are the outputs of steps that were optimised away. */
export function variablesWith(known: Variables): VariablesOf {
  return ({ input, needs }, more = {}) => ({
    input: (input as WorkflowRunInput).input ?? null,
    steps: { ...known, ...presentIn(needs as Variables) },
    ...more,
  });
}

/** A step that was skipped gave undefined, which expressions see as null. */
function presentIn(needs: Variables): Variables {
  return Object.fromEntries(Object.entries(needs).map(([name, output]) => [name, output ?? null]));
}

export function evaluateCondition(expression: Expression, variables: Variables): boolean {
  const value = expression.evaluate(variables);
  if (typeof value === 'boolean') return value;
  throw new ExpressionError(
    `Expected true or false from \`${expression.source}\`, got ${JSON.stringify(value)}`,
  );
}

export function evaluateList(expression: Expression, variables: Variables): readonly unknown[] {
  const value = expression.evaluate(variables);
  if (Array.isArray(value)) return value;
  throw new ExpressionError(`Expected a list from \`${expression.source}\`, got ${JSON.stringify(value)}`);
}
