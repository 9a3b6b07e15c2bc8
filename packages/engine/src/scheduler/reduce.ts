import type { EventBody, RunEvent, StageExpanded, TaskEvent } from '../journal/event.ts';
import { taskOf } from '../journal/event.ts';
import { assertNever } from './assert-never.ts';
import { eachPlace, findPlace, holdBack, leave, moveTo, type Place, refOf } from './place.ts';
import type { Plan } from './plan.ts';
import { initialState, newTask, type RunState } from './state.ts';

/** Code of the failure of a call whose run is paused: trying again continues that run instead of a fresh one. */
export const calledRunPaused = 'called_run_paused';

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
      state.parent = event.parent;
      return;
    case 'run.claimed':
      if (state.phase === 'created') state.phase = 'active';
      return loseAttempts(state);
    case 'run.pausing':
      state.phase = 'pausing';
      return;
    case 'run.paused':
      state.pausedFrom = state.phase === 'pausing' ? 'active' : state.phase;
      state.phase = 'paused';
      state.pauseReason = event.failure;
      return;
    case 'run.resumed':
      return resume(state, event.stage);
    case 'run.definition-accepted':
      state.definition = event.definition;
      return;
    case 'run.failing':
      state.failure = event.failure;
      return stop(state, 'failing');
    case 'run.cancelling':
      return stop(state, 'cancelling');
    case 'run.succeeded':
      state.phase = 'succeeded';
      return;
    case 'run.cancelled':
      return end(state, 'cancelled');
    case 'run.failed':
      state.failure = event.failure;
      return end(state, 'failed');
    case 'stage.expanded':
      return expand(plan, state, event);
    default: {
      const place = findPlace(state, event);
      if (place !== undefined) applyTask(plan, state, place, event);
    }
  }
}

function applyTask(plan: Plan, state: RunState, place: Place, event: TaskEvent): void {
  const { task } = place;
  switch (event.type) {
    case 'stage.started':
    case 'item.started':
      task.attempt = event.attempt;
      return moveTo(state, place, 'running');
    case 'stage.succeeded':
    case 'item.succeeded':
      task.output = event.output;
      task.isWoken = false;
      if (event.degraded !== undefined) state.degraded.add(event.stage);
      if (event.next !== undefined) addRound(place, event.next);
      return settle(plan, state, place, 'succeeded');
    case 'stage.skipped':
    case 'item.skipped':
      return settle(plan, state, place, 'skipped');
    case 'stage.failed':
    case 'item.failed':
      task.failures += 1;
      task.losses = 0;
      task.isWoken = false;
      task.failure = event.failure;
      if (event.isTerminal) state.failure = { ...event.failure, ...taskOf(event.stage, event.item) };
      if (event.retryAt !== undefined) return holdBack(state, place, event.retryAt);
      if (event.failure.code !== calledRunPaused) task.generation += 1;
      return moveTo(state, place, 'failed');
    case 'stage.cancelled':
    case 'item.cancelled':
      return moveTo(state, place, 'cancelled');
    case 'stage.waiting':
    case 'item.waiting':
      task.losses = 0;
      task.isWoken = false;
      return holdBack(state, place, 'until' in event.on ? event.on.until : undefined, event.on);
    case 'stage.woken':
    case 'item.woken':
      task.isWoken = true;
      return moveTo(state, place, isStopping(state) ? 'cancelled' : 'pending');
    case 'stage.compensating':
    case 'item.compensating':
    case 'stage.compensated':
    case 'item.compensated':
    case 'stage.compensation-failed':
    case 'item.compensation-failed':
      return applyCompensation(state, place, event);
    case 'stage.answered':
    case 'stage.cache-missed':
    case 'item.cache-missed':
    case 'stage.progress':
    case 'item.progress':
    case 'stage.log':
    case 'item.log':
      return;
    default:
      return assertNever(event);
  }
}

type CompensationEvent = Extract<TaskEvent, { type: `${string}.compensat${string}` }>;

function applyCompensation(state: RunState, place: Place, event: CompensationEvent): void {
  const { compensation } = state;
  compensation.attempt = event.attempt;
  switch (event.type) {
    case 'stage.compensating':
    case 'item.compensating':
      compensation.status = 'running';
      return;
    case 'stage.compensated':
    case 'item.compensated':
      place.task.status = 'compensated';
      state.compensable.pop();
      state.compensation = newTask();
      return;
    default:
      compensation.failures += 1;
      compensation.failure = event.failure;
      compensation.dueAt = event.retryAt;
      compensation.status = event.retryAt === undefined ? 'failed' : 'waiting';
  }
}

function settle(plan: Plan, state: RunState, place: Place, status: 'succeeded' | 'skipped'): void {
  const { stage, task, items } = place;
  const stagePlan = plan.stages.get(stage.name);
  if (items === undefined && stage.items !== undefined) stage.status = status;
  else moveTo(state, place, status);
  task.failure = undefined;
  // A map is compensated item by item.
  const isWork = items !== undefined || stage.items === undefined;
  if (status === 'succeeded' && isWork && stagePlan?.hasCompensation) state.compensable.push(refOf(place));
  if (items !== undefined) {
    items.settled += 1;
    return;
  }
  state.expanded.delete(stage.name);
  state.counts.settled += 1;
  for (const name of stagePlan?.dependants ?? []) {
    const dependant = state.stages.get(name);
    if (dependant === undefined) continue;
    dependant.unmet -= 1;
    if (dependant.unmet === 0 && dependant.status === 'pending') state.ready.add(name);
  }
}

/** From here on the stage is represented by its items; its own status stays `running` until they have settled. */
function expand(plan: Plan, state: RunState, event: StageExpanded): void {
  const stage = state.stages.get(event.stage);
  if (stage === undefined) return;
  leave(state, { stage, task: stage, items: undefined, index: -1 });
  stage.items = {
    isLoop: plan.stages.get(stage.name)?.kind === 'loop',
    keys: [...event.keys],
    values: event.items,
    indexOf: new Map(event.keys.map((key, index) => [key, index])),
    tasks: event.keys.map(newTask),
    fresh: 0,
    ready: new Set(),
    timed: new Set(),
    running: 0,
    settled: 0,
  };
  state.expanded.add(stage.name);
}

function addRound({ items }: Place, key: string): void {
  if (items === undefined) return;
  items.indexOf.set(key, items.keys.length);
  items.keys.push(key);
  items.tasks.push(newTask());
}

/** Attempts that were running when their worker went away never happened, except that their numbers are used. */
function loseAttempts(state: RunState): void {
  eachPlace(state, (place) => {
    if (place.task.status !== 'running') return;
    place.task.losses += 1;
    moveTo(state, place, isStopping(state) ? 'cancelled' : 'pending');
  });
  if (state.compensation.status === 'running') state.compensation.status = 'pending';
}

function resume(state: RunState, stage: string | undefined): void {
  state.phase = state.phase === 'paused' ? state.pausedFrom : 'active';
  state.pauseReason = undefined;
  if (state.compensation.status === 'failed') {
    state.compensation = { ...newTask(), attempt: state.compensation.attempt };
  }
  if (state.phase !== 'active') return;
  eachPlace(state, (place) => {
    if (place.task.status !== 'failed' || (stage !== undefined && place.stage.name !== stage)) return;
    place.task.failures = 0;
    place.task.losses = 0;
    moveTo(state, place, 'pending');
  });
}

/** Work that waits ends with its run; only calls are waited for, because the called run has to stop first. */
function stop(state: RunState, phase: 'failing' | 'cancelling'): void {
  state.phase = phase;
  eachPlace(state, (place) => {
    if (place.task.status === 'waiting' && place.task.wait?.kind !== 'run') moveTo(state, place, 'cancelled');
  });
}

function end(state: RunState, phase: 'cancelled' | 'failed'): void {
  state.phase = phase;
  for (const name of state.expanded) {
    const stage = state.stages.get(name);
    if (stage !== undefined) stage.status = 'cancelled';
  }
  state.expanded.clear();
}

function isStopping(state: RunState): boolean {
  const phase = state.phase === 'paused' ? state.pausedFrom : state.phase;
  return phase === 'failing' || phase === 'cancelling';
}
