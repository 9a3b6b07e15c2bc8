import { type EventBody, scoped, type TaskRef, taskOf } from '../journal/event.ts';
import type { StageFailure } from '../journal/failure.ts';
import { absent } from '../journal/value.ts';
import { Agenda, type Start } from './agenda.ts';
import type { Plan, StagePlan } from './plan.ts';
import type { Room } from './room.ts';
import type { ItemsState, RunState, StageState, TaskState } from './state.ts';

/**
 * The scheduler: what should happen next, as a pure function of the plan, the state a journal adds up to, the
 * time, and the room a worker has. It reads nothing else and changes nothing. The worker performs the decision,
 * records what happened, and asks again.
 *
 * Invariants
 * 1. A stage starts only when all its needs have settled.
 * 2. Work starts only in an active run; a run ends or pauses only when nothing is running.
 * 3. A piece of work has at most one attempt running.
 * 4. Conclusions to record come first: while there are any, nothing else is decided.
 * 5. Compensations run one at a time, last finished first, once everything has stopped.
 */
export interface Decision {
  /** What follows from the journal and the time, to be recorded before anything else. */
  readonly record: readonly EventBody[];
  /** Attempts to begin, at most as many as there is room for. */
  readonly start: readonly Start[];
  /** Whether running attempts have to be stopped. */
  readonly isStopping: boolean;
  /** Called runs that have to be cancelled. */
  readonly cancel: readonly string[];
  /** When to ask again even if nothing happens. */
  readonly wakeAt: number | undefined;
  /** The highest priority of work that found no room. */
  readonly blocked: number | undefined;
}

const nothing: Decision = {
  record: [],
  start: [],
  isStopping: false,
  cancel: [],
  wakeAt: undefined,
  blocked: undefined,
};

export function decide(plan: Plan, state: RunState, now: number, room: Room): Decision {
  switch (state.phase) {
    case 'active':
      return state.failure === undefined ? decideActive(plan, state, now, room) : mustFail(state.failure);
    case 'pausing':
      if (state.failure !== undefined) return mustFail(state.failure);
      return state.counts.running > 0 ? nothing : recording({ type: 'run.paused', reason: 'requested' });
    case 'failing':
    case 'cancelling':
      return decideStopping(plan, state, now, room);
    default:
      return nothing;
  }
}

function recording(...record: EventBody[]): Decision {
  return { ...nothing, record };
}

function mustFail(failure: StageFailure): Decision {
  return recording({ type: 'run.failing', failure });
}

function decideActive(plan: Plan, state: RunState, now: number, room: Room): Decision {
  const record = conclusions(plan, state, now);
  if (record.length > 0) return recording(...record);
  const agenda = new Agenda(room);
  for (const name of inOrder(plan, state)) {
    const stage = planned(plan, name);
    const task = stageState(state, name);
    if (task.items !== undefined) considerItems(agenda, stage, task.items, now);
    // Ready stages come last, so once the room is gone there is nothing left to find out.
    else if (!considerTask(agenda, stage, taskOf(name), task, now) && agenda.isFull && !plan.hasPriorities)
      break;
  }
  const { starts, wakeAt, blocked } = agenda;
  return { ...nothing, start: starts, wakeAt, blocked };
}

/** The stages about which there may be something to decide; highest priority first where that matters. */
function inOrder(plan: Plan, state: RunState): Iterable<string> {
  const names = open(state);
  if (!plan.hasPriorities) return names;
  return [...names].toSorted((left, right) => planned(plan, right).priority - planned(plan, left).priority);
}

function* open({ timed, expanded, ready }: RunState): Generator<string> {
  yield* timed;
  yield* expanded;
  yield* ready;
}

function considerTask(agenda: Agenda, stage: StagePlan, ref: TaskRef, task: TaskState, now: number): boolean {
  if (task.dueAt === undefined || task.dueAt <= now) return agenda.begin(stage, ref, task);
  agenda.wake(task.dueAt);
  return true;
}

function considerItems(agenda: Agenda, stage: StagePlan, items: ItemsState, now: number): void {
  let room = stage.limit - items.running;
  const consider = (index: number): boolean => {
    const task = items.tasks[index];
    const isDue = task?.dueAt === undefined || task.dueAt <= now;
    if (task === undefined || (isDue && room <= 0)) return false;
    const hasBegun = considerTask(agenda, stage, taskOf(stage.name, items.keys[index]), task, now);
    if (isDue && hasBegun) room -= 1;
    return hasBegun;
  };
  // All that have a time are looked at, so that the next one is noted even when there is no room.
  for (const index of items.timed) consider(index);
  for (const index of untimed(items)) if (!consider(index)) return;
}

function* untimed({ ready, fresh, keys }: ItemsState): Generator<number> {
  yield* ready;
  for (let index = fresh; index < keys.length; index += 1) yield index;
}

/** What the journal already implies: a wait that is over, items all done, a run that has ended or got stuck. */
function conclusions(plan: Plan, state: RunState, now: number): EventBody[] {
  const record: EventBody[] = [];
  for (const name of state.timed) {
    const event = endOfWait(stageState(state, name), taskOf(name), now);
    if (event !== undefined) record.push(event);
  }
  for (const name of state.expanded) {
    const { items, attempt } = stageState(state, name);
    if (items !== undefined && items.settled === items.keys.length) {
      record.push({ type: 'stage.succeeded', stage: name, attempt, output: absent });
    }
  }
  if (record.length > 0) return record;
  if (state.counts.settled === plan.stages.size) return [succeeded(state)];
  return isStuck(state) ? [pausedByFailure(state)] : [];
}

function succeeded({ degraded }: RunState): EventBody {
  return degraded.size === 0 ? { type: 'run.succeeded' } : { type: 'run.succeeded', degraded: [...degraded] };
}

/** A sleep ends well; an answer that did not come in time is a failure for a person to look at. */
function endOfWait({ wait, dueAt, attempt }: TaskState, task: TaskRef, now: number): EventBody | undefined {
  if (wait === undefined || dueAt === undefined || dueAt > now) return undefined;
  if (wait.kind === 'time') return { type: scoped(task, 'succeeded'), ...task, attempt, output: absent };
  const message = `${task.stage} was not answered in time`;
  const failure = { code: 'answer_timeout', name: 'AnswerTimeout', message };
  return { type: scoped(task, 'failed'), ...task, attempt, failure };
}

/** Something failed for good, and everything that could go on without it has. */
function isStuck(state: RunState): boolean {
  const { running, waiting, failed } = state.counts;
  if (failed === 0 || running > 0 || waiting > 0 || state.ready.size > 0) return false;
  for (const name of state.expanded) {
    const items = stageState(state, name).items;
    if (items !== undefined && (items.fresh < items.keys.length || items.ready.size > 0)) return false;
  }
  return true;
}

function pausedByFailure(state: RunState): EventBody {
  for (const stage of state.stages.values()) {
    const index = stage.items?.tasks.findIndex((task) => task.status === 'failed') ?? -1;
    const failed = stage.items === undefined ? stage : stage.items.tasks[index];
    if (failed?.status !== 'failed' || failed.failure === undefined) continue;
    const failure = { ...failed.failure, ...taskOf(stage.name, stage.items?.keys[index]) };
    return { type: 'run.paused', reason: 'failure', failure };
  }
  return { type: 'run.paused', reason: 'failure' };
}

/** First everything stops, then what was done is undone, then the run ends. */
function decideStopping(plan: Plan, state: RunState, now: number, room: Room): Decision {
  if (state.counts.running > 0 || state.calls.size > 0) {
    return { ...nothing, isStopping: true, cancel: [...state.calls.keys()] };
  }
  const task = state.compensable.at(-1);
  if (task !== undefined)
    return decideCompensation(planned(plan, task.stage), task, state.compensation, now, room);
  if (state.phase === 'failing' && state.failure !== undefined) {
    return recording({ type: 'run.failed', failure: state.failure });
  }
  return recording({ type: 'run.cancelled' });
}

function decideCompensation(
  stage: StagePlan,
  ref: TaskRef,
  compensation: TaskState,
  now: number,
  room: Room,
): Decision {
  if (compensation.status === 'running') return nothing;
  if (compensation.status === 'failed') {
    const failure = compensation.failure && { failure: { ...compensation.failure, ...ref } };
    return recording({ type: 'run.paused', reason: 'compensation', ...failure });
  }
  const agenda = new Agenda(room);
  if (compensation.dueAt !== undefined && compensation.dueAt > now) agenda.wake(compensation.dueAt);
  else agenda.begin(stage, ref, compensation, true);
  return { ...nothing, start: agenda.starts, wakeAt: agenda.wakeAt, blocked: agenda.blocked };
}

function stageState(state: RunState, name: string): StageState {
  const stage = state.stages.get(name);
  if (stage === undefined) throw new RangeError(`The run has no stage ${name}`);
  return stage;
}

function planned(plan: Plan, name: string): StagePlan {
  const stage = plan.stages.get(name);
  if (stage === undefined) throw new RangeError(`The definition has no stage ${name}`);
  return stage;
}
