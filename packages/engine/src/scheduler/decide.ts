import { type EventBody, taskOf, type TaskRef } from '../journal/event.ts';
import type { StageFailure } from '../journal/failure.ts';
import { absent } from '../journal/value.ts';
import type { Plan } from './plan.ts';
import type { ItemsState, RunState, StageState } from './state.ts';

/**
 * The scheduler: what should happen next, as a pure function of the plan, the state a journal adds up to, and the
 * time. It reads nothing else and changes nothing. The worker performs the decision, records what happened, and
 * asks again.
 *
 * Invariants
 * 1. A stage starts only when all its needs have settled.
 * 2. Nothing starts unless the run is active; a run ends or pauses only when nothing is running.
 * 3. A piece of work has at most one attempt running.
 * 4. Events to record come first: while there are any, nothing else is decided.
 */
export interface Decision {
  /** Conclusions that follow from the journal, to be recorded before anything else. */
  readonly record: readonly EventBody[];
  /** Attempts to begin, at most as many as there was capacity for. */
  readonly start: readonly Start[];
  /** Whether running attempts have to be stopped. */
  readonly isStopping: boolean;
  /** When to ask again even if nothing happens. */
  readonly wakeAt: number | undefined;
}

export interface Start {
  readonly task: TaskRef;
  readonly attempt: number;
}

/** `capacity` is how many attempts the worker can begin at this moment. */
export function decide(plan: Plan, state: RunState, now: number, capacity: number): Decision {
  switch (state.phase) {
    case 'active':
      return decideActive(plan, state, now, capacity);
    case 'pausing':
      if (state.failure !== undefined) return mustFail(state.failure);
      return state.counts.running > 0
        ? idle
        : { ...idle, record: [{ type: 'run.paused', reason: 'requested' }] };
    case 'failing':
      return stopping(state, state.failure && { type: 'run.failed', failure: state.failure });
    case 'cancelling':
      return stopping(state, { type: 'run.cancelled' });
    default:
      return idle;
  }
}

const idle: Decision = { record: [], start: [], isStopping: false, wakeAt: undefined };

function mustFail(failure: StageFailure): Decision {
  return { ...idle, record: [{ type: 'run.failing', failure }] };
}

function stopping(state: RunState, end: EventBody | undefined): Decision {
  if (state.counts.running > 0 || end === undefined) return { ...idle, isStopping: true };
  return { ...idle, record: [end] };
}

function decideActive(plan: Plan, state: RunState, now: number, capacity: number): Decision {
  if (state.failure !== undefined) return mustFail(state.failure);
  const record = conclusions(plan, state);
  if (record.length > 0) return { ...idle, record };
  const agenda = new Agenda(now, capacity);
  for (const name of state.ready) {
    if (!agenda.hasRoom) break;
    agenda.begin(stageState(state, name), taskOf(name));
  }
  for (const name of state.delayed) agenda.consider(stageState(state, name), taskOf(name));
  for (const name of state.expanded) {
    const items = stageState(state, name).items;
    if (items !== undefined) agenda.considerItems(name, items, plan.stages.get(name)?.limit ?? 1);
  }
  return { ...idle, start: agenda.starts, wakeAt: agenda.wakeAt };
}

/** What the journal already implies: a map whose items are all done, a run that has ended or got stuck. */
function conclusions(plan: Plan, state: RunState): EventBody[] {
  const finishedMaps: EventBody[] = [];
  for (const name of state.expanded) {
    const { items, attempt } = stageState(state, name);
    if (items !== undefined && items.settled === items.keys.length) {
      finishedMaps.push({ type: 'stage.succeeded', stage: name, attempt, output: absent });
    }
  }
  if (finishedMaps.length > 0) return finishedMaps;
  if (state.counts.settled === plan.stages.size) return [{ type: 'run.succeeded' }];
  return isStuck(state) ? [pausedByFailure(state)] : [];
}

/** Something failed for good, and everything that could go on without it has. */
function isStuck(state: RunState): boolean {
  const { running, delayed, failed } = state.counts;
  return failed > 0 && running === 0 && delayed === 0 && state.ready.size === 0 && !hasStartableItem(state);
}

function hasStartableItem(state: RunState): boolean {
  for (const name of state.expanded) {
    const items = stageState(state, name).items;
    if (items !== undefined && (items.fresh < items.keys.length || items.ready.size > 0)) return true;
  }
  return false;
}

function pausedByFailure(state: RunState): EventBody {
  for (const stage of state.stages.values()) {
    const index = stage.items?.tasks.findIndex((task) => task.status === 'failed') ?? -1;
    const failed = stage.items === undefined ? stage : stage.items.tasks[index];
    if (failed?.status !== 'failed' || failed.failure === undefined) continue;
    return {
      type: 'run.paused',
      reason: 'failure',
      failure: { ...failed.failure, ...taskOf(stage.name, stage.items?.keys[index]) },
    };
  }
  return { type: 'run.paused', reason: 'failure' };
}

function stageState(state: RunState, name: string): StageState {
  const stage = state.stages.get(name);
  if (stage === undefined) throw new RangeError(`The definition has no stage ${name}`);
  return stage;
}

/** Collects starts up to the capacity, and the earliest time at which something delayed falls due. */
class Agenda {
  readonly starts: Start[] = [];
  wakeAt: number | undefined;
  readonly #now: number;
  readonly #capacity: number;

  constructor(now: number, capacity: number) {
    this.#now = now;
    this.#capacity = capacity;
  }

  get hasRoom(): boolean {
    return this.starts.length < this.#capacity;
  }

  begin(state: { readonly attempt: number }, task: TaskRef): void {
    this.starts.push({ task, attempt: state.attempt + 1 });
  }

  /** Begins delayed work that is due, and notes when the rest will be. */
  consider(
    state: { readonly attempt: number; readonly retryAt: number | undefined },
    task: TaskRef,
  ): boolean {
    const dueAt = state.retryAt ?? this.#now;
    if (dueAt <= this.#now) {
      if (this.hasRoom) this.begin(state, task);
      return this.hasRoom;
    }
    this.wakeAt = Math.min(this.wakeAt ?? dueAt, dueAt);
    return false;
  }

  considerItems(stage: string, items: ItemsState, limit: number): void {
    const before = this.starts.length;
    const isFull = () => !this.hasRoom || items.running + this.starts.length - before >= limit;
    const begin = (index: number) => {
      const task = items.tasks[index];
      if (task !== undefined) this.begin(task, taskOf(stage, items.keys[index]));
    };
    for (const index of items.ready) {
      if (isFull()) return;
      begin(index);
    }
    for (const index of items.delayed) {
      const task = items.tasks[index];
      if (task !== undefined && !(isFull() && (task.retryAt ?? 0) <= this.#now)) {
        this.consider(task, taskOf(stage, items.keys[index]));
      }
    }
    for (let index = items.fresh; index < items.keys.length && !isFull(); index += 1) begin(index);
  }
}
