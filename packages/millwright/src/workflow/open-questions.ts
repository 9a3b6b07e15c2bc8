import { openQuestions, type OpenQuestion, stepHeldBy } from '@millwright/engine/workflow';
import type { WorkflowSession } from './workflow-session.ts';

/** Something a person has to answer before a run goes on. */
export interface PendingQuestion extends OpenQuestion {
  /** The run that asks: the workflow's own, or one it called. */
  readonly runId: string;
  /** The step that the debugger holds, if that is what waits. */
  readonly heldStep: string | undefined;
}

/**
 * What a run and those it called wait for, if nothing goes on in any of them without a person. Undefined while something
 * runs or waits for a time.
 */
export async function pendingQuestions(
  session: WorkflowSession,
  runId: string,
): Promise<readonly PendingQuestion[] | undefined> {
  const { engine, store } = session;
  const view = await engine.inspect(runId);
  if (view.status !== 'waiting') return undefined;
  const questions = (await openQuestions(engine, store, runId)).map((question) => ({
    ...question,
    runId,
    heldStep: stepHeldBy(question.stage),
  }));
  for (const { status, waitsOn } of view.stages) {
    if (status !== 'waiting' || waitsOn?.kind === 'answer') continue;
    const inside = waitsOn?.kind === 'run' ? await pendingQuestions(session, waitsOn.runId) : undefined;
    if (inside === undefined) return undefined;
    questions.push(...inside);
  }
  return questions;
}
