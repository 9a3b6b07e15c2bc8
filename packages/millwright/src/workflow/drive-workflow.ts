import { styleText } from 'node:util';
import type { RunHandle } from '@millwright/engine';
import { stepOn } from '@millwright/engine/workflow';
import { type Console, writeJson } from '../cli/console.ts';
import { type ExitCode, exitCode } from '../cli/exit-codes.ts';
import { formatDuration } from '../terminal/duration.ts';
import { createProgressView } from '../terminal/progress-view.ts';
import { errorLines } from '../terminal/summary.ts';
import { askForAnswer, askToStep } from './ask-person.ts';
import type { PendingQuestion } from './open-questions.ts';
import { watchWorkflow, type Watched } from './watch-workflow.ts';
import { type WorkflowDocument, workflowDocument } from './workflow-document.ts';
import type { WorkflowSession } from './workflow-session.ts';

export interface DriveOptions {
  readonly json: boolean;
  /** Where nothing can be repainted, events up to this number count as shown. */
  readonly after?: number;
}

/**
 * Shows a run until it comes to rest, asks the person at the terminal what it waits for, and tells the outcome. Without
 * a person a run that waits is left waiting, and the exit code says so.
 */
export async function driveWorkflow(
  session: WorkflowSession,
  run: RunHandle,
  { json, after = 0 }: DriveOptions,
  console: Console,
): Promise<ExitCode> {
  const isInteractive = console.in.isTTY && console.err.isTTY && !json;
  const stages = [...session.compiled.pipeline.stages.keys()];
  let runsOn = false;
  let shown = after;
  while (true) {
    const view = await createProgressView(stages, console.err, console.now);
    let watched: Watched;
    try {
      watched = await watchWorkflow(session, run, console.err.isTTY ? 0 : shown, view);
    } finally {
      view.close();
    }
    shown = watched.lastEvent;
    if (watched.kind === 'interrupted') {
      console.err.write(`\nInterrupted. Continue with: millwright runs resume ${run.id}\n`);
      return exitCode.interrupted;
    }
    if (watched.kind === 'rested' || !isInteractive) break;
    const choice = await settle(watched.questions, session, runsOn, console);
    if (choice === 'leave') break;
    runsOn = choice === 'run-on';
  }
  return report(await workflowDocument(session, run.id), json, console);
}

/** Deals with the first question; the others are asked when the run has gone on and waits again. */
async function settle(
  [question]: readonly PendingQuestion[],
  session: WorkflowSession,
  runsOn: boolean,
  console: Console,
): Promise<'next' | 'run-on' | 'leave'> {
  if (question === undefined) return 'next';
  if (question.heldStep === undefined) {
    const choice = await askForAnswer(question, session, console);
    return choice === 'next' && runsOn ? 'run-on' : choice;
  }
  const choice = runsOn ? 'run-on' : await askToStep(question, console);
  if (choice !== 'leave') await stepOn(session.engine, question.runId, question.heldStep);
  return choice;
}

export async function report(document: WorkflowDocument, json: boolean, console: Console): Promise<ExitCode> {
  if (json) await writeJson(console.out, document);
  else {
    if (document.status === 'succeeded') console.out.write(`${JSON.stringify(document.output, null, 2)}\n`);
    console.err.write(`${outcomeLines(document).join('\n')}\n`);
  }
  if (document.status === 'succeeded') return exitCode.proven;
  return document.questions.length > 0 ? exitCode.partial : exitCode.failed;
}

function outcomeLines(document: WorkflowDocument): readonly string[] {
  const { runId, workflow, status, timingsMs, degraded, questions, error } = document;
  const mark = status === 'succeeded' ? styleText('green', '✔') : styleText('yellow', '◐');
  return [
    ...(error ? errorLines(error) : []),
    `${error ? ' ' : mark} ${workflow} ${status} in ${formatDuration(timingsMs['total'] ?? 0)} (run ${runId})`,
    ...degraded.map((step) => `  ${step} gave its fallback`),
    ...questions.map((question) =>
      question.heldStep === undefined
        ? `  ${question.stage} waits: millwright workflow answer ${question.runId} ${question.stage} JSON`
        : `  stopped before ${question.heldStep}: millwright workflow next ${question.runId} ${question.heldStep}`,
    ),
  ];
}
