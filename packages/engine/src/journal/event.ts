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
      /** The stage of another run that called this one. */
      readonly parent?: RunPlace;
      /** The run and stage this one was forked from; earlier results are copies of that run's. */
      readonly forkedFrom?: RunPlace;
    }
  /** A worker has begun or taken over: attempts recorded as running before this point are lost. */
  | { readonly type: 'run.claimed'; readonly worker: string }
  /** Nothing new starts; the run is paused when what is running has finished. */
  | { readonly type: 'run.pausing' }
  | { readonly type: 'run.paused'; readonly reason: PauseReason; readonly failure?: StageFailure }
  /** Failed work gets another chance: all of it, or that of one stage. */
  | { readonly type: 'run.resumed'; readonly stage?: string }
  | {
      readonly type: 'run.definition-accepted';
      readonly definition: Value;
      readonly changes: readonly string[];
    }
  /** A stage failed for good: running work is being stopped, then what was done is compensated. */
  | { readonly type: 'run.failing'; readonly failure: StageFailure }
  | { readonly type: 'run.cancelling'; readonly reason?: string }
  /** `degraded` names the stages that gave a fallback's result. */
  | { readonly type: 'run.succeeded'; readonly degraded?: readonly string[] }
  | { readonly type: 'run.failed'; readonly failure: StageFailure }
  | { readonly type: 'run.cancelled' };

export type Labels = Readonly<Record<string, string>>;

export type PauseReason = 'failure' | 'requested' | 'compensation';

export interface RunPlace {
  readonly runId: string;
  readonly stage: string;
}

/** Which piece of work an event is about: a stage, or one item of a map stage or round of a loop. */
export interface TaskRef {
  readonly stage: string;
  /** Key of the item. Present exactly for `item.*` events. */
  readonly item?: string;
}

type Scope = 'stage' | 'item';

export type TaskEvent = TaskRef &
  (
    | { readonly type: `${Scope}.started`; readonly attempt: number }
    | {
        readonly type: `${Scope}.succeeded`;
        readonly attempt: number;
        readonly output: Value;
        /** The run that computed the output, when it came from the cache. */
        readonly cached?: string;
        /** Why the output is a fallback's. */
        readonly degraded?: Failure;
        /** Key of the round that follows this one of a loop. */
        readonly next?: string;
      }
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
    /** The work is out of the worker's hands until something happens. */
    | { readonly type: `${Scope}.waiting`; readonly attempt: number; readonly on: Wait }
    /** Somebody answered a waiting stage; its success follows. */
    | { readonly type: 'stage.answered'; readonly answer: Value; readonly by?: string }
    /** What the work waited on has happened elsewhere: it goes on with another attempt. */
    | { readonly type: `${Scope}.woken` }
    /** No earlier result could be used. `changed` says what differs from the last one. */
    | { readonly type: `${Scope}.cache-missed`; readonly changed: readonly string[] }
    | { readonly type: `${Scope}.compensating`; readonly attempt: number }
    | { readonly type: `${Scope}.compensated`; readonly attempt: number }
    | {
        readonly type: `${Scope}.compensation-failed`;
        readonly attempt: number;
        readonly failure: Failure;
        readonly retryAt?: number;
      }
    | { readonly type: `${Scope}.progress`; readonly progress: Progress }
    | {
        readonly type: `${Scope}.log`;
        readonly level: LogLevel;
        readonly message: string;
        readonly data?: Value;
      }
  );

/** What waiting work waits for. */
export type Wait =
  | { readonly kind: 'time'; readonly until: number }
  /** A person. After `until`, if given, the wait has failed. */
  | { readonly kind: 'answer'; readonly prompt: Value; readonly until?: number }
  /** Another run to come to rest. */
  | { readonly kind: 'run'; readonly runId: string };

/** A map stage has computed its items, or a loop is about to begin: the work is now the items'. */
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
