import { type Clock, sleep } from './clock.ts';
import type { ComponentRunner } from './component-runner.ts';
import { ShutdownDeadlineError } from './errors.ts';

/** How long components that missed the deadline may still react to their aborted signals. */
const GRACE_MS = 500;

export interface StopReport {
  /** Whether everything in flight was handled within the deadline. */
  readonly isClean: boolean;
  /** The components that missed the deadline. */
  readonly unfinished: readonly string[];
  /** Messages and requests that were still waiting at the deadline; the messages are dead letters now. */
  readonly undelivered: number;
}

/** Waits for the end of all components, which was asked for; past the deadline it cuts short what is still going on. */
export async function finishWithin(
  deadlineMs: number,
  finished: Promise<void>,
  runners: readonly ComponentRunner[],
  clock: Clock,
): Promise<StopReport> {
  for (const runner of runners) runner.hurry();
  if (await settlesWithin(deadlineMs, finished, clock))
    return { isClean: true, unfinished: [], undelivered: 0 };

  const late = runners.filter(({ status }) => status !== 'stopped' && status !== 'failed');
  const unfinished = late.map(({ component }) => component.name);
  const reason = new ShutdownDeadlineError(`Not finished within ${deadlineMs} ms: ${unfinished.join(', ')}.`);
  const undelivered = late.reduce((sum, runner) => sum + runner.discardInputs(reason), 0);
  for (const runner of late) runner.end(reason);
  if (!(await settlesWithin(GRACE_MS, finished, clock))) {
    const cleanups = Promise.all(late.map((runner) => runner.cleanUp()));
    await settlesWithin(GRACE_MS, cleanups, clock);
  }
  return { isClean: false, unfinished, undelivered };
}

async function settlesWithin(ms: number, promise: Promise<unknown>, clock: Clock): Promise<boolean> {
  const settled = new AbortController();
  const timeout = sleep(clock, ms, settled.signal).then(() => false);
  const isInTime = await Promise.race([promise.then(() => true), timeout]);
  settled.abort();
  return isInTime;
}
