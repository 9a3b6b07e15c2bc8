import type { Clock } from './clock.ts';

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to advance, for tests that must not depend on real time. */
export class ManualClock implements Clock {
  #now: number;
  #alarms: Alarm[] = [];

  constructor(startMs = 0) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  schedule(ms: number, callback: () => void): () => void {
    const alarm: Alarm = { at: this.#now + Math.max(0, ms), callback };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  /** Moves time on, calling what is due in order of time, with a turn of the event loop after each call. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (let alarm = this.#due(end); alarm !== undefined; alarm = this.#due(end)) {
      this.#now = alarm.at;
      alarm.callback();
      await new Promise(setImmediate);
    }
    this.#now = end;
    await new Promise(setImmediate);
  }

  #due(end: number): Alarm | undefined {
    const [first] = this.#alarms.toSorted((a, b) => a.at - b.at);
    if (first === undefined || first.at > end) return undefined;
    this.#alarms = this.#alarms.filter((other) => other !== first);
    return first;
  }
}
