import {
  type EventBody,
  type RunEvent,
  type StageExpanded,
  type TaskEvent,
  taskOf,
} from '../journal/event.ts';
import { assertNever } from './assert-never.ts';
import type { Plan } from './plan.ts';
import {
  initialState,
  newTask,
  type ItemsState,
  type RunState,
  type StageState,
  type TaskState,
} from './state.ts';

/**
 * The state a whole journal adds up to. Events about stages the plan does not have are passed over, so that a run
 * can go on under a changed definition that somebody has accepted.
 */
export function fold(plan: Plan, events: Iterable<RunEvent>): RunState {
  const state = initialState(plan);
  for (const event of events) reduce(plan, state, event);
  return state;
}

/**
 * Adds one event to a state, in place: the caller owns the state, and the same events always give the same state.
 * Costs the same however long the history is. Throws RangeError when the event is not the next one.
 */
export function reduce(plan: Plan, state: RunState, event: RunEvent): void {
  if (event.n !== state.last.n + 1) {
    throw new RangeError(`Event ${event.n} cannot follow event ${state.last.n} of run ${event.runId}`);
  }
  state.last.n = event.n;
  state.last.at = event.at;
  apply(plan, state, event);
}

function apply(plan: Plan, state: RunState, event: EventBody): void {
  switch (event.type) {
    case 'run.created':
      state.input = event.input;
      state.definition = event.definition;
      return;
    case 'run.claimed':
      if (state.phase === 'created') state.phase = 'active';
      return eachTask(state, loseAttempt);
    case 'run.pausing':
      state.phase = 'pausing';
      return;
    case 'run.paused':
      state.phase = 'paused';
      state.failure = event.failure;
      return;
    case 'run.resumed':
      state.phase = 'active';
      state.failure = undefined;
      return eachTask(state, reviveTask);
    case 'run.definition-accepted':
      state.definition = event.definition;
      return;
    case 'run.failing':
      state.phase = 'failing';
      state.failure = event.failure;
      return;
    case 'run.cancelling':
      state.phase = 'cancelling';
      return;
    case 'run.succeeded':
    case 'run.cancelled':
      state.phase = event.type === 'run.succeeded' ? 'succeeded' : 'cancelled';
      return;
    case 'run.failed':
      state.phase = 'failed';
      state.failure = event.failure;
      return;
    case 'stage.expanded':
      return expand(state, event);
    default:
      return applyTask(plan, state, event);
  }
}

function applyTask(plan: Plan, state: RunState, event: TaskEvent): void {
  const place = placeOf(state, event);
  if (place === undefined) return;
  switch (event.type) {
    case 'stage.started':
    case 'item.started':
      leave(state, place);
      place.task.attempt = event.attempt;
      return enter(state, place, 'running');
    case 'stage.succeeded':
    case 'item.succeeded':
      leave(state, place);
      place.task.output = event.output;
      return settle(plan, state, place, 'succeeded');
    case 'stage.skipped':
    case 'item.skipped':
      leave(state, place);
      return settle(plan, state, place, 'skipped');
    case 'stage.failed':
    case 'item.failed':
      leave(state, place);
      place.task.failures += 1;
      place.task.failure = event.failure;
      place.task.retryAt = event.retryAt;
      if (event.isTerminal) state.failure = { ...event.failure, ...taskOf(event.stage, event.item) };
      return enter(state, place, event.retryAt === undefined ? 'failed' : 'waiting');
    case 'stage.cancelled':
    case 'item.cancelled':
      leave(state, place);
      return enter(state, place, 'cancelled');
    case 'stage.progress':
    case 'item.progress':
    case 'stage.log':
    case 'item.log':
      return;
    default:
      return assertNever(event);
  }
}

/** A piece of work and the two levels it is counted on. `index` is -1 for a stage itself. */
interface Place {
  readonly stage: StageState;
  readonly task: TaskState;
  readonly items: ItemsState | undefined;
  readonly index: number;
}

function placeOf(state: RunState, event: TaskEvent): Place | undefined {
  const stage = state.stages.get(event.stage);
  if (stage === undefined) return undefined;
  if (event.item === undefined) return { stage, task: stage, items: undefined, index: -1 };
  const index = stage.items?.indexOf.get(event.item) ?? -1;
  const task = stage.items?.tasks[index];
  return task === undefined ? undefined : { stage, task, items: stage.items, index };
}

/** Takes a piece of work out of the sets and counts its present status put it in. */
function leave(state: RunState, { stage, task, items, index }: Place): void {
  if (items === undefined) {
    state.ready.delete(stage.name);
    state.delayed.delete(stage.name);
    // An expanded map stage is represented by its items.
    if (stage.items !== undefined) return;
  } else {
    items.ready.delete(index);
    items.delayed.delete(index);
    if (index === items.fresh) items.fresh += 1;
  }
  if (task.status === 'running') {
    state.counts.running -= 1;
    if (items !== undefined) items.running -= 1;
  }
  if (task.status === 'waiting') state.counts.delayed -= 1;
  if (task.status === 'failed') state.counts.failed -= 1;
}

function enter(state: RunState, { stage, task, items, index }: Place, status: TaskState['status']): void {
  task.status = status;
  switch (status) {
    case 'pending':
      if (items === undefined) state.ready.add(stage.name);
      else items.ready.add(index);
      return;
    case 'running':
      state.counts.running += 1;
      if (items !== undefined) items.running += 1;
      return;
    case 'waiting':
      state.counts.delayed += 1;
      if (items === undefined) state.delayed.add(stage.name);
      else items.delayed.add(index);
      return;
    case 'failed':
      state.counts.failed += 1;
      return;
    default:
      return;
  }
}

function settle(plan: Plan, state: RunState, place: Place, status: 'succeeded' | 'skipped'): void {
  place.task.status = status;
  place.task.failure = undefined;
  place.task.retryAt = undefined;
  if (place.items !== undefined) {
    place.items.settled += 1;
    return;
  }
  state.expanded.delete(place.stage.name);
  state.counts.settled += 1;
  if (status === 'succeeded') state.completed.push(place.stage.name);
  for (const name of plan.stages.get(place.stage.name)?.dependants ?? []) {
    const dependant = state.stages.get(name);
    if (dependant === undefined) continue;
    dependant.unmet -= 1;
    if (dependant.unmet === 0 && dependant.status === 'pending') state.ready.add(name);
  }
}

function expand(state: RunState, event: StageExpanded): void {
  const stage = state.stages.get(event.stage);
  if (stage === undefined) return;
  leave(state, { stage, task: stage, items: undefined, index: -1 });
  stage.items = {
    keys: event.keys,
    values: event.items,
    indexOf: new Map(event.keys.map((key, index) => [key, index])),
    tasks: event.keys.map(newTask),
    fresh: 0,
    ready: new Set(),
    delayed: new Set(),
    running: 0,
    settled: 0,
  };
  state.expanded.add(stage.name);
}

/** An attempt that was running when its worker went away never happened, except that its number is used. */
function loseAttempt(state: RunState, place: Place): void {
  if (place.task.status !== 'running') return;
  leave(state, place);
  enter(state, place, 'pending');
}

function reviveTask(state: RunState, place: Place): void {
  if (place.task.status !== 'failed') return;
  leave(state, place);
  place.task.failures = 0;
  enter(state, place, 'pending');
}

function eachTask(state: RunState, visit: (state: RunState, place: Place) => void): void {
  for (const stage of state.stages.values()) {
    const items = stage.items;
    if (items === undefined) visit(state, { stage, task: stage, items, index: -1 });
    else for (const [index, task] of items.tasks.entries()) visit(state, { stage, task, items, index });
  }
}
