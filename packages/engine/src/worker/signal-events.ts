import type { EventBody } from '../journal/event.ts';
import type { Phase, RunState } from '../scheduler/state.ts';
import type { Signal } from '../store/signal.ts';

/** Phases in which each request makes sense. In any other it is taken note of and changes nothing. */
const applicable: Readonly<Record<Signal['type'], readonly Phase[]>> = {
  cancel: ['created', 'active', 'pausing', 'paused'],
  pause: ['active'],
  resume: ['pausing', 'paused'],
};

/** What a request from outside means for a run as it is now. */
export function signalEvents(state: RunState, signal: Signal): EventBody[] {
  if (!applicable[signal.type].includes(state.phase)) return [];
  switch (signal.type) {
    case 'cancel':
      return [{ type: 'run.cancelling', ...(signal.reason === undefined ? {} : { reason: signal.reason }) }];
    case 'pause':
      return [{ type: 'run.pausing' }];
    case 'resume':
      return [{ type: 'run.resumed' }];
  }
}
