import { type Clock, sleep } from '../clock.ts';

export interface RetryPolicy {
  /** How often it is tried in all. */
  readonly attempts: number;
  /** The wait before the second attempt; it doubles for each further one, up to `maxBackoffMs`. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
}

/** The error that the last of several attempts ended with, and how many there were. */
export class AttemptsFailedError extends Error {
  override readonly name = 'AttemptsFailedError';
  readonly code = 'attempts_failed';
  readonly attempts: number;

  constructor(attempts: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.attempts = attempts;
  }
}

/** An answer that would be no better the next time. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code = 'refused';
}

/** Tries until it works. Throws `AttemptsFailedError` after the last attempt, a refusal, or when the signal aborts. */
export async function withRetries<Result>(
  { attempts, backoffMs, maxBackoffMs }: RetryPolicy,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  attempt: (number: number) => Promise<Result>,
): Promise<Result> {
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(number);
    } catch (error) {
      if (number >= attempts || error instanceof RefusedError || signal.aborted) {
        throw new AttemptsFailedError(number, error);
      }
      await sleep(clock, Math.min(backoffMs * 2 ** (number - 1), maxBackoffMs), signal);
    }
  }
}
