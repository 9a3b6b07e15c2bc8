import type { RunEvent, RunHandle } from '@millwright/engine';
import type { BuildEvent, StepOutcome } from '../terminal/build-event.ts';
import type { ProgressView } from '../terminal/progress-view.ts';
import { type PendingQuestion, pendingQuestions } from './open-questions.ts';
import type { WorkflowSession } from './workflow-session.ts';

/** How watching ended: the run came to rest, waits for a person, or the person had enough. */
export type Watched =
  | { readonly kind: 'rested'; readonly lastEvent: number }
  | { readonly kind: 'asked'; readonly lastEvent: number; readonly questions: readonly PendingQuestion[] }
  | { readonly kind: 'interrupted'; readonly lastEvent: number };

/** Shows a run's events after a number, until it comes to rest or nothing goes on without a person. */
export async function watchWorkflow(
  session: WorkflowSession,
  run: RunHandle,
  after: number,
  view: ProgressView,
): Promise<Watched> {
  const { promise, resolve, reject } = Promise.withResolvers<Watched>();
  let lastEvent = after;
  let checks = Promise.resolve();
  const lookAfter = async (earlier: Promise<void>): Promise<void> => {
    await earlier;
    const questions = await pendingQuestions(session, run.id);
    if (questions !== undefined && questions.length > 0) resolve({ kind: 'asked', lastEvent, questions });
  };
  const check = (): void => {
    checks = lookAfter(checks).catch(reject);
  };
  const interrupt = () => resolve({ kind: 'interrupted', lastEvent });
  const stopListening = session.engine.listen((event) => {
    if (changesStanding.test(event.type)) check();
  });
  const follow = async (): Promise<void> => {
    for await (const event of run.events({ after })) {
      lastEvent = event.n;
      for (const shown of shownFor(event)) view.show(shown);
    }
    resolve({ kind: 'rested', lastEvent });
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    check();
    follow().catch(reject);
    return await promise;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    stopListening();
    await checks;
  }
}

const changesStanding = /^(stage|item)\.(waiting|succeeded|failed|skipped)$/;

const outcomes = new Map<string, StepOutcome>([
  ['succeeded', 'succeeded'],
  ['failed', 'failed'],
  ['cancelled', 'failed'],
  ['skipped', 'skipped'],
]);

function shownFor(event: RunEvent): readonly BuildEvent[] {
  if (!('stage' in event) || event.stage === undefined) return [];
  const part = 'item' in event && event.item !== undefined ? { part: event.item } : {};
  const step = { stage: event.stage, ...part };
  const verb = event.type.split('.')[1] ?? '';
  if (verb === 'started' || verb === 'expanded') return [{ kind: 'started', step, at: event.at }];
  const outcome = outcomes.get(verb);
  return outcome === undefined ? [] : [{ kind: 'finished', step, at: event.at, outcome, ...noteOf(event) }];
}

function noteOf(event: RunEvent): { readonly note?: string } {
  if (!('failure' in event) || event.failure === undefined) return {};
  return { note: event.failure.message.split('\n', 1)[0] ?? '' };
}
