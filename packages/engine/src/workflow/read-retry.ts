import type { RetryOptions } from '../definition/retry-policy.ts';
import { didYouMean } from '../expression/nearest-word.ts';
import { isRecord } from './json-schema.ts';
import type { Mapping } from './mapping.ts';
import type { Problems } from './problems.ts';
import type { Retry } from './workflow.ts';

const keys = ['when', 'exceptWhen', 'delay', 'backoff', 'limit', 'jitter', 'maxDelay'] as const;
const standardAttempts = 3;

/** How the delay grows under each strategy. */
const factors = new Map([
  ['constant', 1],
  ['exponential', 2],
]);

/**
 * Reads a retry policy in the words of the Serverless Workflow specification: `when`, `exceptWhen`, `delay`, `backoff`,
 * `limit.attempt.count`. Errors that no repetition can change are never tried again.
 */
export function readRetry(step: Mapping, problems: Problems): Retry | undefined {
  const retry = step.mapping('retry', keys);
  if (retry === undefined) return undefined;
  const attempts = retry.mapping('limit', ['attempt'])?.mapping('attempt', ['count'])?.whole('count', 1);
  const delayMs = retry.durationMs('delay');
  const maxDelayMs = retry.durationMs('maxDelay');
  const jitter = retry.share('jitter');
  const policy: RetryOptions = {
    attempts: attempts ?? standardAttempts,
    factor: readBackoff(retry, problems),
    nonRetryable: ['expression_failed', 'schema_mismatch', 'not_retried'],
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(maxDelayMs === undefined ? {} : { maxDelayMs }),
    ...(jitter === undefined ? {} : { jitter }),
  };
  return { policy, when: retry.expression('when'), exceptWhen: retry.expression('exceptWhen') };
}

/** `backoff: exponential`, or as the specification writes it, `backoff: { exponential: {} }`. */
function readBackoff(retry: Mapping, problems: Problems): number {
  if (!retry.has('backoff')) return 1;
  const value = retry.get('backoff');
  const name = isRecord(value) && Object.keys(value).length === 1 ? Object.keys(value)[0] : value;
  const factor = typeof name === 'string' ? factors.get(name) : undefined;
  if (factor !== undefined) return factor;
  const known = [...factors.keys()];
  const message = `Expected one of ${known.join(', ')}.`;
  const suggestion = typeof name === 'string' ? didYouMean(name, known) : undefined;
  problems.add({ code: 'invalid_value', path: retry.at('backoff'), message, suggestion });
  return 1;
}
