/** Time as the engine sees it. Tests pass one they can turn. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Calls `callback` once after `ms` milliseconds. Returns a function that prevents it. A background timer does
   * not keep the process alive.
   */
  after(ms: number, callback: () => void, isBackground?: boolean): () => void;
}

/** The longest delay a Node timer takes; longer ones fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback, isBackground = false) => {
    const timer = setTimeout(callback, Math.min(Math.max(ms, 0), longestTimerMs));
    if (isBackground) timer.unref();
    return () => clearTimeout(timer);
  },
};
