import {
  measuredDurations,
  ownFailure,
  type StatusPhase,
  statusPhases,
  workflowNameOf,
} from '@millwright/engine/workflow';
import type { RunEvent, RunStatus, StageFailure } from '@millwright/engine';
import type { DocumentError } from '../mill/build-document.ts';
import { type PendingQuestion, pendingQuestions } from './open-questions.ts';
import type { WorkflowSession } from './workflow-session.ts';

/** What `--json` prints about a workflow's run. Stable. */
export interface WorkflowDocument {
  readonly runId: string;
  readonly workflow: string;
  readonly status: RunStatus;
  /** The same in the words of the Serverless Workflow specification. */
  readonly phase: StatusPhase;
  /** The workflow's output once it has succeeded, otherwise null. */
  readonly output: unknown;
  /** What waits for a person: answer with `millwright workflow answer`, or `next` for a step the debugger holds. */
  readonly questions: readonly PendingQuestion[];
  /** Steps whose result is a fallback's. */
  readonly degraded: readonly string[];
  /** Milliseconds of each step, and of the whole as `total`. */
  readonly timingsMs: Readonly<Record<string, number>>;
  readonly error?: DocumentError;
}

/** How a run stands, as its journal tells it. */
export async function workflowDocument(session: WorkflowSession, runId: string): Promise<WorkflowDocument> {
  const { engine } = session;
  const { pipeline, status, failure, stages } = await engine.inspect(runId);
  return {
    runId,
    workflow: workflowNameOf(pipeline),
    status,
    phase: statusPhases[status],
    output: status === 'succeeded' ? await outputOf(session, runId) : null,
    questions: (await pendingQuestions(session, runId)) ?? [],
    degraded: stages.filter(({ isDegraded }) => isDegraded).map(({ name }) => name),
    timingsMs: await timingsOf(session, runId),
    ...(failure && { error: errorOf(failure, status, runId) }),
  };
}

async function timingsOf(
  { engine }: WorkflowSession,
  runId: string,
): Promise<Readonly<Record<string, number>>> {
  const events: RunEvent[] = [];
  for await (const event of engine.events(runId)) events.push(event);
  const [first] = events;
  const last = events.at(-1);
  return { ...measuredDurations(events), total: first && last ? last.at - first.at : 0 };
}

/** A run that has ended is not worked on by being resumed, only given back. */
async function outputOf({ engine }: WorkflowSession, runId: string): Promise<unknown> {
  return (await (await engine.resume(runId)).result()) ?? null;
}

function errorOf(failure: StageFailure, status: RunStatus, runId: string): DocumentError {
  const { stage } = failure;
  const { code, message } = ownFailure(failure);
  const place = stage === undefined ? '' : `Step ${stage}: `;
  const remedy = { remedy: `Mend the cause, then: millwright runs resume ${runId}` };
  return { code, message: place + message, ...(status === 'paused' ? remedy : {}) };
}
