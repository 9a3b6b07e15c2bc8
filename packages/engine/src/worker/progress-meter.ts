import type { Clock } from './clock.ts';
import type { Happened } from './outcome-event.ts';

/** Least time between two recorded reports of one attempt. */
const intervalMs = 100;

/**
 * Keeps chatty work from filling the journal: of the reports that come in one interval the first is recorded at
 * once and the last when the interval is over. What comes after the attempt has ended is of no use to anybody.
 */
export class ProgressMeter {
  readonly #clock: Clock;
  readonly #record: (happened: Happened) => void;
  #isQuiet = false;
  #latest: Happened | undefined;

  constructor(clock: Clock, record: (happened: Happened) => void) {
    this.#clock = clock;
    this.#record = record;
  }

  report(progress: Happened): void {
    if (this.#isQuiet) {
      this.#latest = progress;
      return;
    }
    this.#record(progress);
    this.#isQuiet = true;
    this.#clock.after(intervalMs, () => this.#open(), true);
  }

  #open(): void {
    this.#isQuiet = false;
    const latest = this.#latest;
    this.#latest = undefined;
    if (latest !== undefined) this.report(latest);
  }
}
