import type { Clock } from '../clock.ts';

export interface BreakerRule {
  /** So many failures in a row open the breaker. */
  readonly failures: number;
  /** How long it stays open before one call may try again. */
  readonly pauseMs: number;
}

/** A call that was not made, because the calls before it failed. */
export class BreakerOpenError extends Error {
  override readonly name = 'BreakerOpenError';
  readonly code = 'breaker_open';
}

/** Stops calling what keeps failing, for a while. */
export class CircuitBreaker {
  readonly #rule: BreakerRule;
  #failures = 0;
  #closedAgainAt = -Infinity;

  constructor(rule: BreakerRule) {
    this.#rule = rule;
  }

  /** Calls the function, or throws `BreakerOpenError` without calling it. */
  async call<Result>(clock: Clock, run: () => Promise<Result>): Promise<Result> {
    const now = clock.monotonic();
    if (this.#failures >= this.#rule.failures) {
      if (now < this.#closedAgainAt) throw new BreakerOpenError('It has failed too often of late.');
      // This call tries; others wait for what it finds.
      this.#closedAgainAt = now + this.#rule.pauseMs;
    }
    try {
      const result = await run();
      this.#failures = 0;
      return result;
    } catch (error) {
      this.#failures += 1;
      if (this.#failures >= this.#rule.failures) this.#closedAgainAt = clock.monotonic() + this.#rule.pauseMs;
      throw error;
    }
  }
}
