import type { Clock } from './clock.ts';

/**
 * Waits for work that has been told to stop. Resolves with the work, or rejects with the reason once the work has
 * had `graceMs` to end after the signal: code that ignores its signal must not hold up the run for ever.
 */
export async function orAbandon<T>(
  work: Promise<T>,
  signal: AbortSignal,
  graceMs: number,
  clock: Clock,
): Promise<T> {
  const { promise: abandoned, reject } = Promise.withResolvers<never>();
  let cancelTimer = () => {};
  const startGrace = () => {
    cancelTimer = clock.after(graceMs, () => reject(signal.reason));
  };
  if (signal.aborted) startGrace();
  else signal.addEventListener('abort', startGrace, { once: true });
  try {
    return await Promise.race([work, abandoned]);
  } finally {
    cancelTimer();
    signal.removeEventListener('abort', startGrace);
  }
}
