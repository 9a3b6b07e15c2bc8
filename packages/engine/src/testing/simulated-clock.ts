import type { Clock } from '../worker/clock.ts';

/** A clock that stands still until it is turned. Turning it back is allowed: real clocks do that. */
export class SimulatedClock implements Clock {
  #now: number;
  #timers: { at: number; callback: () => void }[] = [];

  constructor(now = 1_700_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(ms, 0), callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Moves time and calls what is due, in order of time. */
  turn(ms: number): void {
    this.#now += ms;
    const due = this.#timers
      .filter(({ at }) => at <= this.#now)
      .toSorted((left, right) => left.at - right.at);
    this.#timers = this.#timers.filter(({ at }) => at > this.#now);
    for (const { callback } of due) callback();
  }

  /** Time until the next timer; undefined when there is none. */
  get nextIn(): number | undefined {
    const next = Math.min(...this.#timers.map(({ at }) => at));
    return next === Number.POSITIVE_INFINITY ? undefined : next - this.#now;
  }
}
