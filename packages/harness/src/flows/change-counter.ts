const MAX_WAIT_MS = 1_000;

/** Counts changes, and tells those who wait for the next one. */
export class ChangeCounter {
  #count = 1;
  #waiting = new Set<() => void>();

  increment(): void {
    this.#count += 1;
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const wake of waiting) wake();
  }

  /** Resolves with the count once it is above `seen`, and after a second in any case. */
  async after(seen: number, signal: AbortSignal): Promise<number> {
    if (this.#count <= seen && !signal.aborted) await this.#next(signal);
    return this.#count;
  }

  #next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, MAX_WAIT_MS);
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
