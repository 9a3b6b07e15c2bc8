import type { Failure } from '../journal/failure.ts';

/**
 * An error as expressions see it: Problem Details (RFC 9457) with the types the Serverless Workflow specification has
 * for errors of the runtime, and the engine's own `code`, which tells more.
 */
export interface WorkflowFault {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** JSON Pointer to the step. */
  readonly instance: string;
  readonly code: string;
}

const base = 'https://serverlessworkflow.io/spec/1.0.0/errors/';

const standard = new Map<string, readonly [type: string, title: string, status: number]>([
  ['stage_timeout', ['timeout', 'Timeout', 408]],
  ['answer_timeout', ['timeout', 'Timeout', 408]],
  ['schema_mismatch', ['validation', 'Validation error', 400]],
  ['value_not_serialisable', ['validation', 'Validation error', 400]],
  ['expression_failed', ['expression', 'Expression error', 400]],
  ['resource_down', ['communication', 'Communication error', 503]],
  ['ECONNREFUSED', ['communication', 'Communication error', 503]],
  ['ECONNRESET', ['communication', 'Communication error', 503]],
  ['ENOTFOUND', ['communication', 'Communication error', 503]],
  ['ETIMEDOUT', ['communication', 'Communication error', 503]],
]);

/** The failure a step's own code ended in, whether or not its `retry` has ruled it out. */
export function ownFailure(failure: Failure): Failure {
  return failure.code === 'not_retried' ? (failure.cause ?? failure) : failure;
}

export function faultOf(failure: Failure, step: string): WorkflowFault {
  const own = ownFailure(failure);
  const [type, title, status] = standard.get(own.code) ?? ['runtime', 'Runtime error', 500];
  return {
    type: base + type,
    title,
    status,
    detail: own.message,
    instance: `/steps/${step}`,
    code: own.code,
  };
}
