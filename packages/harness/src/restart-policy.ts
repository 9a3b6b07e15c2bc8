/** When and how often a component whose `process` failed is started again. */
export interface RestartPolicy {
  /** Restarts allowed within `windowMs`; one failure more and the component is down for good. 0 means no restarts. */
  readonly maxRestarts: number;
  readonly windowMs: number;
  /** The wait before the first restart of a window; it doubles for each further one. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
}

export const DEFAULT_RESTART_POLICY: RestartPolicy = {
  maxRestarts: 5,
  windowMs: 60_000,
  backoffMs: 100,
  maxBackoffMs: 10_000,
};

/**
 * The wait in milliseconds before the next restart, or `undefined` when there must be none.
 * `earlier` holds the times of the restarts so far.
 */
export function restartDelayMs(
  policy: RestartPolicy,
  earlier: readonly number[],
  now: number,
): number | undefined {
  const recent = earlier.filter((time) => time > now - policy.windowMs).length;
  if (recent >= policy.maxRestarts) return undefined;
  return Math.min(policy.backoffMs * 2 ** recent, policy.maxBackoffMs);
}
