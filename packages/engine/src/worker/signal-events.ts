import { encodeValue } from '../journal/encode-value.ts';
import { type EventBody, scoped } from '../journal/event.ts';
import type { Blob } from '../journal/value.ts';
import { findTask, type Phase, type RunState } from '../scheduler/state.ts';
import type { Signal } from '../store/signal.ts';

/** Phases in which each request makes sense. In any other it is taken note of and changes nothing. */
const applicable: Readonly<Record<Signal['type'], readonly Phase[]>> = {
  cancel: ['created', 'active', 'pausing', 'paused'],
  pause: ['active'],
  resume: ['active', 'pausing', 'paused'],
  answer: ['active', 'pausing', 'paused'],
  'called-run-rested': ['active', 'pausing', 'paused', 'failing', 'cancelling'],
};

export interface SignalEffect {
  readonly events: readonly EventBody[];
  readonly blobs: readonly Blob[];
}

/** What a request from outside means for a run as it is now. */
export function effectOf(state: RunState, signal: Signal): SignalEffect {
  if (!applicable[signal.type].includes(state.phase)) return none;
  switch (signal.type) {
    case 'cancel':
      if (state.phase === 'paused' && state.pausedFrom !== 'active') return none;
      return just({
        type: 'run.cancelling',
        ...(signal.reason === undefined ? {} : { reason: signal.reason }),
      });
    case 'pause':
      return just({ type: 'run.pausing' });
    case 'resume':
      if (state.phase === 'active' && state.counts.failed === 0) return none;
      return just({ type: 'run.resumed', ...(signal.stage === undefined ? {} : { stage: signal.stage }) });
    case 'answer':
      return answered(state, signal);
    case 'called-run-rested':
      return woken(state, signal.runId);
  }
}

const none: SignalEffect = { events: [], blobs: [] };

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

function woken(state: RunState, runId: string): SignalEffect {
  const task = state.calls.get(runId);
  return task === undefined ? none : just({ type: scoped(task, 'woken'), ...task });
}
