/** How a failed attempt is tried again. Delays grow by `factor` from `delayMs` up to `maxDelayMs`. */
export interface RetryPolicy {
  /** Attempts in all, the first included. 1 means no retry. */
  readonly attempts: number;
  readonly delayMs: number;
  readonly factor: number;
  readonly maxDelayMs: number;
  /** Share of the delay that is random, 0 to 1, so that failures at one moment do not come back at one moment. */
  readonly jitter: number;
  /** Error codes for which another attempt is pointless. */
  readonly nonRetryable: readonly string[];
  /**
   * How many attempts in a row may end with their worker (crash, power cut, kill) before the work counts as
   * failed: it may be what kills the worker.
   */
  readonly losses: number;
}

export type RetryOptions = Partial<RetryPolicy>;

export const noRetry: RetryPolicy = {
  attempts: 1,
  delayMs: 1_000,
  factor: 2,
  maxDelayMs: 60_000,
  jitter: 0.2,
  nonRetryable: [],
  losses: 10,
};

/** Milliseconds to wait after the given number of failures. `random` is in [0, 1). */
export function retryDelayMs(policy: RetryPolicy, failures: number, random: number): number {
  const grown = Math.min(policy.delayMs * policy.factor ** (failures - 1), policy.maxDelayMs);
  return Math.round(grown * (1 - policy.jitter * random));
}

/** Whether a further attempt is due after `failures` failures, the last of them with `code`. */
export function mayRetry(policy: RetryPolicy, failures: number, code: string): boolean {
  return failures < policy.attempts && !policy.nonRetryable.includes(code);
}
