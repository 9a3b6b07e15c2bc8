import type { LogLevel, Progress } from '../definition/context.ts';
import type { Failure, StageFailure } from './failure.ts';
import type { Value } from './value.ts';

/**
 * One line of a run's history. `n` counts from 1 without gaps; `at` is milliseconds since 1970 and never goes
 * back within a run, whatever the clock does.
 */
export type RunEvent = { readonly runId: string; readonly n: number; readonly at: number } & EventBody;

/** Everything that can happen to a run. State is a fold over these, so they are never changed, only added to. */
export type EventBody = RunLifecycleEvent | TaskEvent | StageExpanded;

export type RunLifecycleEvent =
  | {
      readonly type: 'run.created';
      readonly pipeline: string;
      readonly version: string;
      /** Reference to the definition's shape, by its fingerprint. */
      readonly definition: Value;
      readonly input: Value;
      readonly labels: Labels;
    }
  /** A worker has begun or taken over: attempts recorded as running before this point are lost. */
  | { readonly type: 'run.claimed'; readonly worker: string }
  /** Nothing new starts; the run is paused when what is running has finished. */
  | { readonly type: 'run.pausing' }
  | { readonly type: 'run.paused'; readonly reason: 'failure' | 'requested'; readonly failure?: StageFailure }
  | { readonly type: 'run.resumed' }
  | {
      readonly type: 'run.definition-accepted';
      readonly definition: Value;
      readonly changes: readonly string[];
    }
  /** A stage failed for good: running work is being stopped. */
  | { readonly type: 'run.failing'; readonly failure: StageFailure }
  | { readonly type: 'run.cancelling'; readonly reason?: string }
  | { readonly type: 'run.succeeded' }
  | { readonly type: 'run.failed'; readonly failure: StageFailure }
  | { readonly type: 'run.cancelled' };

export type Labels = Readonly<Record<string, string>>;

/** Which piece of work an event is about: a stage, or one item of a map stage. */
export interface TaskRef {
  readonly stage: string;
  /** Key of the map item. Present exactly for `item.*` events. */
  readonly item?: string;
}

type Scope = 'stage' | 'item';

export type TaskEvent = TaskRef &
  (
    | { readonly type: `${Scope}.started`; readonly attempt: number }
    | { readonly type: `${Scope}.succeeded`; readonly attempt: number; readonly output: Value }
    | { readonly type: `${Scope}.skipped`; readonly attempt: number; readonly reason: 'condition' }
    | {
        readonly type: `${Scope}.failed`;
        readonly attempt: number;
        readonly failure: Failure;
        /** When the next attempt is due. Absent when there will be none. */
        readonly retryAt?: number;
        /** The stage said that nothing can help: the run fails. */
        readonly isTerminal?: true;
      }
    | { readonly type: `${Scope}.cancelled`; readonly attempt: number }
    | { readonly type: `${Scope}.progress`; readonly progress: Progress }
    | {
        readonly type: `${Scope}.log`;
        readonly level: LogLevel;
        readonly message: string;
        readonly data?: Value;
      }
  );

/** A map stage has computed its items; its work is now theirs. */
export interface StageExpanded {
  readonly type: 'stage.expanded';
  readonly stage: string;
  readonly attempt: number;
  readonly keys: readonly string[];
  /** All items, as one array. */
  readonly items: Value;
}

/** The event type for a piece of work: `item.*` for an item, `stage.*` otherwise. */
export function scoped<Verb extends string>(task: TaskRef, verb: Verb): `${Scope}.${Verb}` {
  return task.item === undefined ? `stage.${verb}` : `item.${verb}`;
}

/** The task alone, without an undefined `item`. */
export function taskOf(stage: string, item?: string): TaskRef {
  return item === undefined ? { stage } : { stage, item };
}
