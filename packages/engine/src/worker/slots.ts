/** Limits how many attempts this process runs at once, over all runs. */
export class Slots {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(total: number) {
    this.#free = total;
  }

  get free(): number {
    return this.#free;
  }

  take(): void {
    this.#free -= 1;
  }

  release(): void {
    this.#free += 1;
    for (const callback of this.#waiting) {
      this.#waiting.delete(callback);
      callback();
      if (this.#free === 0) return;
    }
  }

  /** Calls back once when a slot is free. Asking again with the same function changes nothing. */
  whenFree(callback: () => void): void {
    this.#waiting.add(callback);
  }

  forget(callback: () => void): void {
    this.#waiting.delete(callback);
  }
}
