import type { DiagnosticCode } from '../blueprint/diagnostic.ts';

/** What is wrong with an expression, and where in its text. */
export interface ExpressionProblem {
  readonly code: DiagnosticCode;
  /** Characters into the expression. */
  readonly offset: number;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

/** Ends the check of one expression; never leaves this folder. */
export class ExpressionFailure extends Error {
  readonly problem: ExpressionProblem;

  constructor(problem: ExpressionProblem) {
    super(problem.message);
    this.name = 'ExpressionFailure';
    this.problem = problem;
  }
}

export function fail(code: DiagnosticCode, offset: number, message: string, suggestion?: string): never {
  throw new ExpressionFailure({ code, offset, message, suggestion });
}
