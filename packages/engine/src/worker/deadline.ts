import type { Clock } from './clock.ts';

/**
 * Waits for work that has been told to stop. Resolves with the work, or rejects with the reason once the work has
 * had `graceMs` to end after the signal: code that ignores its signal must not hold up the run for ever.
 */
export function orAbandon<T>(
  work: Promise<T>,
  signal: AbortSignal,
  graceMs: number,
  clock: Clock,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let cancelTimer = () => {};
    const startGrace = () => {
      cancelTimer = clock.after(graceMs, () => reject(signal.reason));
    };
    const done = () => {
      cancelTimer();
      signal.removeEventListener('abort', startGrace);
    };
    if (signal.aborted) startGrace();
    else signal.addEventListener('abort', startGrace, { once: true });
    work.then(
      (value) => {
        done();
        resolve(value);
      },
      (error: unknown) => {
        done();
        reject(error);
      },
    );
  });
}
