/** Why an expression cannot be used, and where in its text. */
export interface ExpressionProblem {
  readonly code: 'expression_syntax' | 'expression_type' | 'unknown_name' | 'unknown_function';
  /** Characters into the expression. */
  readonly offset: number;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

/** Thrown by `parseExpression` for a text that is not CEL. */
export class ExpressionFailure extends Error {
  readonly problem: ExpressionProblem;

  constructor(problem: ExpressionProblem) {
    super(problem.message);
    this.name = 'ExpressionFailure';
    this.problem = problem;
  }
}
