import type { RunLifecycleEvent } from '../journal/event.ts';
import { eachPlace, moveTo } from './place.ts';
import { newTask, type RunState } from './state.ts';

export type RunEventBody = RunLifecycleEvent;

/** What each event about a run as a whole does to its state. */
type Handlers = {
  readonly [Type in RunEventBody['type']]: (
    state: RunState,
    event: Extract<RunEventBody, { type: Type }>,
  ) => void;
};

const handlers: Handlers = {
  'run.created': (state, { input, definition, parent }) => {
    state.input = input;
    state.definition = definition;
    state.parent = parent;
  },
  'run.claimed': (state) => {
    if (state.phase === 'created') state.phase = 'active';
    loseAttempts(state);
  },
  'run.pausing': (state) => {
    state.phase = 'pausing';
  },
  'run.paused': (state, { failure }) => {
    state.pausedFrom = state.phase === 'pausing' ? 'active' : state.phase;
    state.phase = 'paused';
    state.pauseReason = failure;
  },
  'run.resumed': (state, { stage }) => resume(state, stage),
  'run.definition-accepted': (state, { definition }) => {
    state.definition = definition;
  },
  'run.failing': (state, { failure }) => {
    state.failure = failure;
    stop(state, 'failing');
  },
  'run.cancelling': (state) => stop(state, 'cancelling'),
  'run.succeeded': (state) => {
    state.phase = 'succeeded';
  },
  'run.failed': (state, { failure }) => {
    state.failure = failure;
    end(state, 'failed');
  },
  'run.cancelled': (state) => end(state, 'cancelled'),
};

export function reduceRun(state: RunState, event: RunEventBody): void {
  const handle = handlers[event.type] as (state: RunState, event: RunEventBody) => void;
  handle(state, event);
}

/** Whether the run is on its way to an end other than success. */
export function isStopping({ phase, pausedFrom }: RunState): boolean {
  const actual = phase === 'paused' ? pausedFrom : phase;
  return actual === 'failing' || actual === 'cancelling';
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
