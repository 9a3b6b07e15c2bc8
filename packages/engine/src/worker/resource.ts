/** Limits on something many stages share: an API, a GPU, a build slot. All limits given hold together. */
export interface ResourceOptions {
  /** Attempts that may use it at once. */
  readonly concurrency?: number;
  /** At most `limit` uses begin in any stretch of `perMs` milliseconds, evenly spread after a first burst. */
  readonly rate?: { readonly limit: number; readonly perMs: number };
  /** Stops using it after `failures` failures in a row; after `resetMs`, lets `trials` (1) attempts find out. */
  readonly breaker?: { readonly failures: number; readonly resetMs: number; readonly trials?: number };
}

export type UseResult = 'succeeded' | 'failed' | 'unknown';

export interface Permit {
  readonly isTrial: boolean;
}

export interface ResourceStatus {
  readonly inUse: number;
  readonly breaker: 'closed' | 'open' | 'half-open';
}

/** Keeps the books of one resource. Time comes in with every question, so that it needs no timers. */
export class Resource {
  readonly #options: ResourceOptions;
  #inUse = 0;
  #tokens: number;
  #tokensAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  /** When the breaker lets trials through; undefined while it is closed. */
  #trialsFrom: number | undefined;
  #trialsUsed = 0;
  #trialsPassed = 0;

  constructor(options: ResourceOptions) {
    this.#options = options;
    this.#tokens = options.rate?.limit ?? Number.POSITIVE_INFINITY;
  }

  /** How many uses may begin now. */
  free(now: number): number {
    this.#refill(now);
    const slots = (this.#options.concurrency ?? Number.POSITIVE_INFINITY) - this.#inUse;
    return Math.min(slots, Math.floor(this.#tokens), this.#allowedByBreaker(now));
  }

  isDown(now: number): boolean {
    return this.#trialsFrom !== undefined && this.#allowedByBreaker(now) === 0;
  }

  /** When time alone may make it free; undefined when only a release can. */
  nextChangeAt(now: number): number | undefined {
    if (this.#trialsFrom !== undefined && now < this.#trialsFrom) return this.#trialsFrom;
    const { rate } = this.#options;
    if (rate === undefined || this.#tokens >= 1) return undefined;
    return Math.ceil(now + ((1 - this.#tokens) * rate.perMs) / rate.limit);
  }

  take(now: number): Permit {
    this.#refill(now);
    this.#inUse += 1;
    this.#tokens -= 1;
    const isTrial = this.#trialsFrom !== undefined && now >= this.#trialsFrom;
    if (isTrial) this.#trialsUsed += 1;
    return { isTrial };
  }

  release(permit: Permit, result: UseResult, now: number): void {
    this.#inUse -= 1;
    const { breaker } = this.#options;
    if (breaker === undefined) return;
    if (permit.isTrial) return this.#judgeTrial(result, now);
    // What began before the breaker opened says nothing about the resource now.
    if (this.#trialsFrom !== undefined || result === 'unknown') return;
    this.#failures = result === 'failed' ? this.#failures + 1 : 0;
    if (this.#failures >= breaker.failures) this.#trip(now);
  }

  status(now: number): ResourceStatus {
    const breaker = this.#trialsFrom === undefined ? 'closed' : now < this.#trialsFrom ? 'open' : 'half-open';
    return { inUse: this.#inUse, breaker };
  }

  #judgeTrial(result: UseResult, now: number): void {
    if (result === 'failed') return this.#trip(now);
    if (result === 'unknown') this.#trialsUsed -= 1;
    else this.#trialsPassed += 1;
    if (this.#trialsPassed < this.#trials) return;
    this.#trialsFrom = undefined;
    this.#failures = 0;
  }

  #trip(now: number): void {
    this.#trialsFrom = now + (this.#options.breaker?.resetMs ?? 0);
    this.#trialsUsed = 0;
    this.#trialsPassed = 0;
  }

  get #trials(): number {
    return this.#options.breaker?.trials ?? 1;
  }

  #allowedByBreaker(now: number): number {
    if (this.#trialsFrom === undefined) return Number.POSITIVE_INFINITY;
    return now < this.#trialsFrom ? 0 : this.#trials - this.#trialsUsed;
  }

  #refill(now: number): void {
    const { rate } = this.#options;
    if (rate === undefined) return;
    // A clock that went back gives nothing; tokens come again from its new time on.
    const passed = Math.max(0, now - this.#tokensAt);
    this.#tokens = Math.min(rate.limit, this.#tokens + (passed * rate.limit) / rate.perMs);
    this.#tokensAt = now;
  }
}
