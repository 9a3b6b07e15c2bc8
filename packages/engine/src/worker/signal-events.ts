import { encodeValue } from '../journal/encode-value.ts';
import { type EventBody, scoped } from '../journal/event.ts';
import type { Blob } from '../journal/value.ts';
import { findTask, type Phase, type RunState } from '../scheduler/state.ts';
import type { Signal } from '../store/signal.ts';

export interface SignalEffect {
  readonly events: readonly EventBody[];
  readonly blobs: readonly Blob[];
}

/** A kind of request: the phases of a run in which it makes sense, and what it then leads to. */
interface Meaning<S extends Signal> {
  readonly phases: readonly Phase[];
  readonly effect: (state: RunState, signal: S) => SignalEffect;
}

const none: SignalEffect = { events: [], blobs: [] };

const meanings: { readonly [Type in Signal['type']]: Meaning<Extract<Signal, { type: Type }>> } = {
  cancel: {
    phases: ['created', 'active', 'pausing', 'paused'],
    effect: ({ phase, pausedFrom }, { reason }) => {
      // A run that paused while it was ending is ending anyway.
      if (phase === 'paused' && pausedFrom !== 'active') return none;
      return just({ type: 'run.cancelling', ...(reason === undefined ? {} : { reason }) });
    },
  },
  pause: { phases: ['active'], effect: () => just({ type: 'run.pausing' }) },
  resume: {
    phases: ['active', 'pausing', 'paused'],
    effect: ({ phase, counts }, { stage }) => {
      if (phase === 'active' && counts.failed === 0) return none;
      return just({ type: 'run.resumed', ...(stage === undefined ? {} : { stage }) });
    },
  },
  answer: { phases: ['active', 'pausing', 'paused'], effect: answered },
  'answer-refused': {
    phases: ['active', 'pausing', 'paused'],
    effect: (_state, { stage, message }) =>
      just({ type: 'stage.log', stage, level: 'error', message: `An answer was refused. ${message}` }),
  },
  'called-run-rested': {
    phases: ['active', 'pausing', 'paused', 'failing', 'cancelling'],
    effect: ({ calls }, { runId }) => {
      const task = calls.get(runId);
      return task === undefined ? none : just({ type: scoped(task, 'woken'), ...task });
    },
  },
};

/** What a request from outside means for a run as it is now. One that makes no sense now changes nothing. */
export function effectOf(state: RunState, signal: Signal): SignalEffect {
  const meaning = meanings[signal.type] as Meaning<Signal>;
  return meaning.phases.includes(state.phase) ? meaning.effect(state, signal) : none;
}

function just(event: EventBody): SignalEffect {
  return { events: [event], blobs: [] };
}

function answered(state: RunState, { stage, answer, by }: Extract<Signal, { type: 'answer' }>): SignalEffect {
  const task = findTask(state, { stage });
  if (task?.wait?.kind !== 'answer') return none;
  const { value, blob } = encodeValue(answer);
  return {
    events: [
      { type: 'stage.answered', stage, answer: value, ...(by === undefined ? {} : { by }) },
      { type: 'stage.succeeded', stage, attempt: task.attempt, output: value },
    ],
    blobs: blob === undefined ? [] : [blob],
  };
}
