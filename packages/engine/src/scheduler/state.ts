import type { StageFailure, Failure } from '../journal/failure.ts';
import type { Value } from '../journal/value.ts';
import type { Plan } from './plan.ts';
import type { RunStatus, StageStatus } from './status.ts';

/**
 * What a run's journal adds up to. Only `reduce` changes it. Besides the facts it keeps the few sets a decision
 * needs, so that deciding costs what there is to decide and not what the run has grown to.
 */
export interface RunState {
  /** Number and time of the last event. */
  last: { n: number; at: number };
  phase: Phase;
  /** Why the run is paused, failing or failed; in an active run, why it has to fail. */
  failure: StageFailure | undefined;
  input: Value;
  definition: Value;
  readonly stages: Map<string, StageState>;
  /** Stages whose needs have settled and that have not begun. */
  readonly ready: Set<string>;
  /** Stages whose next attempt has a due time. */
  readonly delayed: Set<string>;
  /** Map stages with unfinished items. */
  readonly expanded: Set<string>;
  /** Succeeded stages, in order of completion. */
  readonly completed: string[];
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
  delayed: number;
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
  retryAt: number | undefined;
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
  readonly keys: readonly string[];
  readonly values: Value;
  readonly indexOf: ReadonlyMap<string, number>;
  readonly tasks: readonly TaskState[];
  /** Items from here on have not begun. */
  fresh: number;
  /** Items that began and may begin again: after a lost attempt or a resume. */
  readonly ready: Set<number>;
  readonly delayed: Set<number>;
  running: number;
  settled: number;
}

export function newTask(): TaskState {
  return {
    status: 'pending',
    attempt: 0,
    failures: 0,
    retryAt: undefined,
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
    failure: undefined,
    input: {},
    definition: {},
    stages,
    ready,
    delayed: new Set(),
    expanded: new Set(),
    completed: [],
    counts: { running: 0, delayed: 0, failed: 0, settled: 0 },
  };
}

/** The run's status as people see it. */
export function statusOf(state: RunState): RunStatus {
  switch (state.phase) {
    case 'created':
      return 'queued';
    case 'active':
      return state.counts.running === 0 && state.counts.delayed > 0 ? 'waiting' : 'running';
    case 'pausing':
    case 'failing':
      return 'running';
    default:
      return state.phase;
  }
}

/** The state of a stage or item. Throws when the journal names one that the definition does not have. */
export function taskState(state: RunState, stageName: string, item?: string): TaskState {
  const stage = state.stages.get(stageName);
  if (stage === undefined) throw new RangeError(`The definition has no stage ${stageName}`);
  if (item === undefined) return stage;
  const index = stage.items?.indexOf.get(item);
  const task = index === undefined ? undefined : stage.items?.tasks[index];
  if (task === undefined) throw new RangeError(`Stage ${stageName} has no item ${item}`);
  return task;
}
