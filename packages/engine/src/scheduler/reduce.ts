import type { EventBody, RunEvent } from '../journal/event.ts';
import type { Plan } from './plan.ts';
import { type RunEventBody, reduceRun } from './reduce-run.ts';
import { reduceTask } from './reduce-task.ts';
import { initialState, type RunState } from './state.ts';

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
  if (isAboutRun(event)) reduceRun(state, event);
  else reduceTask(plan, state, event);
}

function isAboutRun(event: EventBody): event is RunEventBody {
  return event.type.startsWith('run.');
}
