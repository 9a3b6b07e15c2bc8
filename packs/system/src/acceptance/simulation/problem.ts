import type { Value } from './evaluate.ts';

/** A refused request, as the generated system answers it. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly errors?: readonly { readonly field: string; readonly code?: string }[];
}

/** Ends a simulated operation; nothing it wrote remains. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly problem: Problem;
  /** Index of the step that refused, where one did. */
  readonly step: number | undefined;

  constructor(problem: Problem, step?: number) {
    // A search refuses thousands of requests, and nobody looks where in the simulation it did.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(problem.code);
    Error.stackTraceLimit = stackTraceLimit;
    this.problem = problem;
    this.step = step;
  }
}

export function problemBody(problem: Problem): Value {
  return {
    type: 'about:blank',
    status: problem.status,
    code: problem.code,
    ...(problem.errors ? { errors: problem.errors.map((error) => ({ ...error })) } : {}),
  };
}
