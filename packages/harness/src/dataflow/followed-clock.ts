import type { Clock } from '../clock.ts';

/** A clock that may stand still until somebody moves it. */
export interface MovableClock {
  readonly isStopped: boolean;
  now(): number;
  follow(follower: { nextDue(): Promise<number | undefined>; runDue(): Promise<void> }): void;
}

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
}

/** The longest wait of a timer. */
const MAX_WAIT_MS = 2 ** 31 - 1;
/** How often what an alarm has begun gets a turn before the clock moves on. */
const TURNS = 10;

/** Time for a system whose clock may stand still: alarms go off when the clock is moved past them. */
export class FollowedClock implements Clock {
  readonly #clock: MovableClock;
  readonly #alarms = new Set<Alarm>();

  constructor(clock: MovableClock) {
    this.#clock = clock;
    clock.follow(this);
  }

  now(): number {
    return this.#clock.now();
  }

  monotonic(): number {
    return this.#clock.isStopped ? this.#clock.now() : performance.now();
  }

  schedule(ms: number, callback: () => void): () => void {
    if (!this.#clock.isStopped) {
      const timer = setTimeout(callback, Math.min(ms, MAX_WAIT_MS));
      return () => clearTimeout(timer);
    }
    // What is due already does not wait for the clock to move.
    if (ms <= 0) {
      const immediate = setImmediate(callback);
      return () => clearImmediate(immediate);
    }
    const alarm = { at: this.#clock.now() + ms, callback };
    this.#alarms.add(alarm);
    return () => {
      this.#alarms.delete(alarm);
    };
  }

  /** When the next alarm goes off; undefined when there is none. */
  async nextDue(): Promise<number | undefined> {
    const times = [...this.#alarms].map(({ at }) => at);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Lets the alarms go off whose time has come, the earliest first. */
  async runDue(): Promise<void> {
    const due = [...this.#alarms].filter(({ at }) => at <= this.#clock.now());
    for (const alarm of due.toSorted((a, b) => a.at - b.at)) {
      if (this.#alarms.delete(alarm)) alarm.callback();
    }
    for (let turn = 0; turn < TURNS; turn += 1) await new Promise(setImmediate);
  }
}
