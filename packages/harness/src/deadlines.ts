import type { Clock } from './clock.ts';

/** Something that expires. Linked into the list it waits in, so that both entering and leaving cost nothing. */
export interface DeadlineEntry {
  deadline: number;
  previous: DeadlineEntry | undefined;
  next: DeadlineEntry | undefined;
  expire(): void;
}

/** Entries that all have the same time to live, and so expire in the order they came: one timer serves them all. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #lifetimeMs: number;
  #first: DeadlineEntry | undefined;
  #last: DeadlineEntry | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(clock: Clock, lifetimeMs: number) {
    this.#clock = clock;
    this.#lifetimeMs = lifetimeMs;
  }

  add(entry: DeadlineEntry, startedAt: number): void {
    entry.deadline = startedAt + this.#lifetimeMs;
    entry.previous = this.#last;
    if (this.#last === undefined) this.#first = entry;
    else this.#last.next = entry;
    this.#last = entry;
    if (this.#cancelTimer === undefined) this.#arm(this.#lifetimeMs);
  }

  remove(entry: DeadlineEntry): void {
    const { previous, next } = entry;
    if (previous === undefined && this.#first !== entry) return;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    entry.previous = undefined;
    entry.next = undefined;
  }

  /** Those that wait, in the order they expire. */
  list(): DeadlineEntry[] {
    const entries: DeadlineEntry[] = [];
    for (let entry = this.#first; entry !== undefined; entry = entry.next) entries.push(entry);
    return entries;
  }

  /** Drops the timer. The entries stay, and no longer expire. */
  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #arm(ms: number): void {
    this.#cancelTimer = this.#clock.schedule(ms, () => this.#expireDue());
  }

  #expireDue(): void {
    this.#cancelTimer = undefined;
    const now = this.#clock.monotonic();
    for (let entry = this.#first; entry !== undefined && entry.deadline <= now; entry = this.#first) {
      this.remove(entry);
      entry.expire();
    }
    if (this.#first !== undefined) this.#arm(Math.max(1, Math.ceil(this.#first.deadline - now)));
  }
}
