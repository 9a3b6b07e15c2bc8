import type { TaskRef } from '../journal/event.ts';
import type { ItemsState, RunState, StageState, TaskState } from './state.ts';
import type { StageStatus } from './status.ts';

/** A piece of work and the two levels it is kept and counted on. For a stage itself `items` is absent. */
export interface Place {
  readonly stage: StageState;
  readonly task: TaskState;
  readonly items: ItemsState | undefined;
  readonly index: number;
}

export function findPlace(state: RunState, ref: TaskRef): Place | undefined {
  const stage = state.stages.get(ref.stage);
  if (stage === undefined) return undefined;
  if (ref.item === undefined) return { stage, task: stage, items: undefined, index: -1 };
  const index = stage.items?.indexOf.get(ref.item) ?? -1;
  const task = stage.items?.tasks[index];
  return task === undefined ? undefined : { stage, task, items: stage.items, index };
}

/** Visits every stage that has not expanded, and every item of those that have. */
export function eachPlace(state: RunState, visit: (place: Place) => void): void {
  for (const stage of state.stages.values()) {
    const items = stage.items;
    if (items === undefined) visit({ stage, task: stage, items, index: -1 });
    else for (const [index, task] of items.tasks.entries()) visit({ stage, task, items, index });
  }
}

export function refOf({ stage, items, index }: Place): TaskRef {
  const item = items?.keys[index];
  return item === undefined ? { stage: stage.name } : { stage: stage.name, item };
}

/** Gives a piece of work another status and keeps every set and count that depends on it in step. */
export function moveTo(state: RunState, place: Place, status: StageStatus): void {
  leave(state, place);
  place.task.status = status;
  enter(state, place);
}

/** Takes a piece of work out of the sets and counts that its status put it in. */
export function leave(state: RunState, { stage, task, items, index }: Place): void {
  if (items === undefined) {
    state.ready.delete(stage.name);
    state.timed.delete(stage.name);
  } else {
    items.ready.delete(index);
    items.timed.delete(index);
    if (index === items.fresh) items.fresh += 1;
  }
  switch (task.status) {
    case 'running':
      state.counts.running -= 1;
      if (items !== undefined) items.running -= 1;
      return;
    case 'waiting':
      return endWait(state, task);
    case 'failed':
      state.counts.failed -= 1;
      return;
    default:
      return;
  }
}

function endWait(state: RunState, task: TaskState): void {
  if (task.wait?.kind === 'answer') state.counts.held -= 1;
  else state.counts.waiting -= 1;
  if (task.wait?.kind === 'run') state.calls.delete(task.wait.runId);
  task.wait = undefined;
  task.dueAt = undefined;
}

function enter(state: RunState, place: Place): void {
  const { stage, task, items, index } = place;
  switch (task.status) {
    case 'pending':
      if (items === undefined) state.ready.add(stage.name);
      else items.ready.add(index);
      return;
    case 'running':
      state.counts.running += 1;
      if (items !== undefined) items.running += 1;
      return;
    case 'failed':
      state.counts.failed += 1;
      return;
    default:
      return;
  }
}

/** Makes a piece of work wait: for its next attempt at `dueAt`, or for what `wait` says. */
export function holdBack(
  state: RunState,
  place: Place,
  dueAt: number | undefined,
  wait?: TaskState['wait'],
): void {
  moveTo(state, place, 'waiting');
  const { stage, task, items, index } = place;
  task.dueAt = dueAt;
  task.wait = wait;
  if (wait?.kind === 'answer') state.counts.held += 1;
  else state.counts.waiting += 1;
  if (wait?.kind === 'run') state.calls.set(wait.runId, refOf(place));
  if (dueAt === undefined) return;
  if (items === undefined) state.timed.add(stage.name);
  else items.timed.add(index);
}
