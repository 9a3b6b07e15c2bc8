import type { AnyPipeline } from '../definition/pipeline.ts';
import type { RunPlace } from '../journal/event.ts';
import type { StageFailure } from '../journal/failure.ts';

/** How a stage that calls another pipeline reaches the run it called. */
export interface Calls {
  /** Starts the called run if there is none of that id, continues it if it is paused, and says how it stands. */
  begin(runId: string, pipeline: AnyPipeline, input: unknown, parent: RunPlace): Promise<CalledRun>;
  /** How a called run stands. */
  standing(runId: string): Promise<CalledRun>;
  /** Whether the called run has come to rest. */
  isAtRest(runId: string): Promise<boolean>;
  cancel(runId: string): Promise<void>;
}

export type CalledRun =
  | { readonly status: 'going' }
  | { readonly status: 'succeeded'; readonly output: unknown }
  | { readonly status: 'failed' | 'cancelled' | 'paused'; readonly failure: StageFailure | undefined };
