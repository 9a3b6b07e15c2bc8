import type { EventBody } from '../journal/event.ts';
import { scoped } from '../journal/event.ts';
import { eachPlace, refOf } from './place.ts';
import type { RunState } from './state.ts';

/**
 * Work that has taken its worker with it too often, as failures to record when a worker takes up the run. Without
 * this, work that kills its process would do so for ever.
 */
export function failuresByLoss(state: RunState, limitOf: (stage: string) => number): EventBody[] {
  const events: EventBody[] = [];
  eachPlace(state, (place) => {
    const { task, stage } = place;
    if (task.status !== 'pending' || task.losses < limitOf(stage.name)) return;
    const ref = refOf(place);
    const message = `${task.losses} attempts in a row ended with their worker process`;
    const failure = { code: 'attempt_lost', name: 'AttemptLost', message };
    events.push({ type: scoped(ref, 'failed'), ...ref, attempt: task.attempt, failure });
  });
  return events;
}
