import type { RunPlace, TaskRef, Wait } from '../journal/event.ts';
import type { Failure, StageFailure } from '../journal/failure.ts';
import type { Value } from '../journal/value.ts';
import type { Plan } from './plan.ts';
import type { RunStatus, StageStatus } from './status.ts';

/**
 * What a run's journal adds up to. Only `reduce` changes it. Besides the facts it keeps the few sets a decision
 * needs, so that deciding costs what there is to decide and not what the run has grown to.
 */
export interface RunState {
  /** Number and time of the last event. */
  readonly last: { n: number; at: number };
  phase: Phase;
  /** The phase a paused run goes back to. */
  pausedFrom: Phase;
  /** Why the run is failing or failed; in an active run, why it has to fail. */
  failure: StageFailure | undefined;
  /** Why the run is paused, if it did not ask to be. */
  pauseReason: StageFailure | undefined;
  input: Value;
  definition: Value;
  /** The stage of another run that waits for this one. */
  parent: RunPlace | undefined;
  readonly stages: Map<string, StageState>;
  /** Stages whose needs have settled and that have not begun, or have to begin again. */
  readonly ready: Set<string>;
  /** Stages with a due time: a retry, a sleep, an answer's deadline. */
  readonly timed: Set<string>;
  /** Map and loop stages with unfinished items. */
  readonly expanded: Set<string>;
  /** Work waiting for another run, by that run's id. */
  readonly calls: Map<string, TaskRef>;
  /** Finished work that declares a compensation, in order of completion. */
  readonly compensable: TaskRef[];
  /** The compensation under way: always of the last in `compensable`. */
  compensation: TaskState;
  /** Stages that gave a fallback's result. */
  readonly degraded: Set<string>;
  readonly counts: Counts;
}

/** Where the run is on its way. What is going on inside an `active` run follows from its counts. */
export type Phase =
  | 'created'
  | 'active'
  | 'pausing'
  | 'paused'
  | 'failing'
  | 'cancelling'
  | 'succeeded'
  | 'failed'
  | 'cancelled';

/** How many pieces of work (stages that have not expanded, and items) are in each of the states that matter. */
export interface Counts {
  running: number;
  /** Waiting for a time or another run: goes on by itself. */
  waiting: number;
  /** Waiting for a person. */
  held: number;
  failed: number;
  /** Stages, not items, that succeeded or were skipped. */
  settled: number;
}

export interface TaskState {
  status: StageStatus;
  /** Attempts begun, over the whole life of the run. */
  attempt: number;
  /** Failures since the run was last started or resumed by a person. */
  failures: number;
  /** Attempts that ended with their worker, since the last one that ended by itself. */
  losses: number;
  /** How often the work has failed for good: each time it calls a fresh run. */
  generation: number;
  /** Whether what it waited on has happened, so that the next attempt finds it so. */
  isWoken: boolean;
  /** When waiting work is due. */
  dueAt: number | undefined;
  /** What waiting work waits on; absent while it waits for its next attempt. */
  wait: Wait | undefined;
  failure: Failure | undefined;
  output: Value | undefined;
}

export interface StageState extends TaskState {
  readonly name: string;
  /** Needs that have not settled yet. */
  unmet: number;
  items: ItemsState | undefined;
}

export interface ItemsState {
  /** Whether the items are rounds of a loop: one after the other, each known only when the one before is done. */
  readonly isLoop: boolean;
  readonly keys: string[];
  readonly values: Value;
  readonly indexOf: Map<string, number>;
  readonly tasks: TaskState[];
  /** Items from here on have not begun. */
  fresh: number;
  /** Items that began and have to begin again: after a lost attempt or a resume. */
  readonly ready: Set<number>;
  readonly timed: Set<number>;
  running: number;
  settled: number;
}

export function newTask(): TaskState {
  return {
    status: 'pending',
    attempt: 0,
    failures: 0,
    losses: 0,
    generation: 0,
    isWoken: false,
    dueAt: undefined,
    wait: undefined,
    failure: undefined,
    output: undefined,
  };
}

/** The state before the first event. */
export function initialState(plan: Plan): RunState {
  const stages = new Map<string, StageState>();
  const ready = new Set<string>();
  for (const stage of plan.stages.values()) {
    stages.set(stage.name, { ...newTask(), name: stage.name, unmet: stage.needs.length, items: undefined });
    if (stage.needs.length === 0) ready.add(stage.name);
  }
  return {
    last: { n: 0, at: 0 },
    phase: 'created',
    pausedFrom: 'active',
    failure: undefined,
    pauseReason: undefined,
    input: {},
    definition: {},
    parent: undefined,
    stages,
    ready,
    timed: new Set(),
    expanded: new Set(),
    calls: new Map(),
    compensable: [],
    compensation: newTask(),
    degraded: new Set(),
    counts: { running: 0, waiting: 0, held: 0, failed: 0, settled: 0 },
  };
}

/** The run's status as people see it. */
export function statusOf({ phase, counts }: RunState): RunStatus {
  switch (phase) {
    case 'created':
      return 'queued';
    case 'active':
      return counts.running === 0 && counts.waiting + counts.held > 0 ? 'waiting' : 'running';
    case 'pausing':
    case 'failing':
      return 'running';
    default:
      return phase;
  }
}

/** Why the run is as it is, when that is not well. */
export function reasonOf({ phase, failure, pauseReason }: RunState): StageFailure | undefined {
  return phase === 'paused' ? pauseReason : failure;
}

/** Whether nothing will happen to the run unless somebody asks for it. */
export function isAtRest({ phase }: RunState): boolean {
  return phase === 'paused' || phase === 'succeeded' || phase === 'failed' || phase === 'cancelled';
}

/** The state of a stage or item. Undefined when the run does not have it. */
export function findTask(state: RunState, { stage: name, item }: TaskRef): TaskState | undefined {
  const stage = state.stages.get(name);
  if (item === undefined) return stage;
  const index = stage?.items?.indexOf.get(item);
  return index === undefined ? undefined : stage?.items?.tasks[index];
}
