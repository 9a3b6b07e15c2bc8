import { type StageExpanded, type TaskEvent, taskOf } from '../journal/event.ts';
import { findPlace, holdBack, leave, moveTo, type Place, refOf } from './place.ts';
import type { Plan, StagePlan } from './plan.ts';
import { isStopping } from './reduce-run.ts';
import { newTask, type RunState } from './state.ts';

/** Code of the failure of a call whose run is paused: trying again continues that run instead of a fresh one. */
export const calledRunPaused = 'called_run_paused';

export type TaskEventBody = TaskEvent | StageExpanded;

type Verb = TaskEventBody['type'] extends `${'stage' | 'item'}.${infer V}` ? V : never;
/** The events with this verb; each covers both scopes, so it is the verb that has to be looked for in its type. */
type EventOf<V extends Verb, Event = TaskEventBody> = Event extends { readonly type: infer Type }
  ? `stage.${V}` extends Type
    ? Event
    : never
  : never;

/** What an event is applied to. */
interface Target {
  readonly plan: Plan;
  readonly state: RunState;
  readonly place: Place;
}

/** What each event about a piece of work does, whether that is a stage or an item. */
type Handlers = { readonly [V in Verb]: (target: Target, event: EventOf<V>) => void };

const handlers: Handlers = {
  started: ({ state, place }, { attempt }) => {
    place.task.attempt = attempt;
    moveTo(state, place, 'running');
  },
  succeeded: (target, { stage, output, cached, degraded, next }) => {
    const { state, place } = target;
    place.task.output = output;
    place.task.isWoken = false;
    if (degraded !== undefined) state.degraded.add(stage);
    if (next !== undefined) addRound(place, next);
    // What another run has done, or a fallback stood in for, is not this run's to undo.
    const isOwn = cached === undefined && degraded === undefined && state.phase !== 'created';
    settle(target, 'succeeded', isOwn);
  },
  skipped: (target) => settle(target, 'skipped'),
  failed: ({ state, place }, { stage, item, failure, retryAt, isTerminal }) => {
    const { task } = place;
    task.failures += 1;
    task.losses = 0;
    task.isWoken = false;
    task.failure = failure;
    if (isTerminal) state.failure = { ...failure, ...taskOf(stage, item) };
    if (retryAt !== undefined) return holdBack(state, place, retryAt);
    if (failure.code !== calledRunPaused) task.generation += 1;
    moveTo(state, place, 'failed');
  },
  cancelled: ({ state, place }) => moveTo(state, place, 'cancelled'),
  waiting: ({ state, place }, { on }) => {
    place.task.losses = 0;
    place.task.isWoken = false;
    holdBack(state, place, 'until' in on ? on.until : undefined, on);
  },
  woken: ({ state, place }) => {
    place.task.isWoken = true;
    moveTo(state, place, isStopping(state) ? 'cancelled' : 'pending');
  },
  expanded: (target, event) => expand(target, event),
  compensating: ({ state }, { attempt }) => {
    state.compensation.attempt = attempt;
    state.compensation.status = 'running';
  },
  compensated: ({ state, place }) => {
    place.task.status = 'compensated';
    state.compensable.pop();
    state.compensation = newTask();
  },
  'compensation-failed': ({ state: { compensation } }, { failure, retryAt }) => {
    compensation.failures += 1;
    compensation.failure = failure;
    compensation.dueAt = retryAt;
    compensation.status = retryAt === undefined ? 'failed' : 'waiting';
  },
  answered: noEffect,
  'cache-missed': noEffect,
  progress: noEffect,
  log: noEffect,
};

export function reduceTask(plan: Plan, state: RunState, event: TaskEventBody): void {
  const place = findPlace(state, event);
  if (place === undefined) return;
  const verb = event.type.slice(event.type.indexOf('.') + 1) as Verb;
  const handle = handlers[verb] as (target: Target, event: TaskEventBody) => void;
  handle({ plan, state, place }, event);
}

/** For events that tell people something and change nothing. */
function noEffect(): void {}

function settle({ plan, state, place }: Target, status: 'succeeded' | 'skipped', isOwn = false): void {
  const { stage, task, items } = place;
  task.failure = undefined;
  const hasItems = items === undefined && stage.items !== undefined;
  if (hasItems) stage.status = status;
  else moveTo(state, place, status);
  const stagePlan = plan.stages.get(stage.name);
  // A map is compensated item by item.
  if (isOwn && !hasItems && stagePlan?.hasCompensation) state.compensable.push(refOf(place));
  if (items === undefined) settleStage(state, stage.name, stagePlan);
  else items.settled += 1;
}

function settleStage(state: RunState, name: string, stage: StagePlan | undefined): void {
  state.expanded.delete(name);
  state.counts.settled += 1;
  for (const other of stage?.dependants ?? []) {
    const dependant = state.stages.get(other);
    if (dependant === undefined) continue;
    dependant.unmet -= 1;
    if (dependant.unmet === 0 && dependant.status === 'pending') state.ready.add(other);
  }
}

/** From here on the stage is represented by its items; its own status stays `running` until they have settled. */
function expand({ plan, state, place }: Target, event: StageExpanded): void {
  const { stage } = place;
  leave(state, place);
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
