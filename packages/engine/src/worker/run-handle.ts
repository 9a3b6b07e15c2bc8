import { RunCancelledError, RunFailedError, RunPausedError } from '../errors.ts';
import type { RunEvent } from '../journal/event.ts';
import { failureOf } from '../journal/failure.ts';
import type { RunStatus } from '../scheduler/status.ts';

/** A run that this process works on, or has finished. */
export interface RunHandle<Output = unknown> {
  readonly id: string;
  readonly status: RunStatus;
  /**
   * The run's output. Rejects with RunPausedError, RunFailedError or RunCancelledError when it came to rest
   * otherwise, with EngineClosedError when the engine was closed first, and with StoreError when the store gave
   * out. After a resume, the handle that `resume` returned tells how it went on.
   */
  result(): Promise<Output>;
  /** All events after a number (0: from the beginning), then each as it happens, until the run comes to rest. */
  events(options?: { readonly after?: number }): AsyncIterableIterator<RunEvent>;
  /** Asks the run to stop: its stages' signals are aborted. Resolves when the request is durable. */
  cancel(reason?: string): Promise<void>;
  /** Lets what is running finish, starts nothing more, and keeps the run for a `resume`. */
  pause(): Promise<void>;
}

/** The error that tells how a run which did not succeed came to rest. */
export function restError(
  runId: string,
  phase: string,
  failure: ReturnType<typeof failureOf> | undefined,
): Error {
  switch (phase) {
    case 'cancelled':
      return new RunCancelledError(runId);
    case 'failed':
      return new RunFailedError(runId, failure ?? failureOf(new Error('no failure recorded')));
    default:
      return new RunPausedError(runId, failure);
  }
}
