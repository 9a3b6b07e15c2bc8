import {
  type RunEvent,
  RunOwnedElsewhereError,
  type RunRecord,
  UnknownPipelineError,
} from '@millwright/engine';
import type { RunsCommand } from '../cli/commands.ts';
import type { Console } from '../cli/console.ts';
import { type ExitCode, exitCode } from '../cli/exit-codes.ts';
import { UsageError } from '../errors.ts';
import { readJson } from '../workflow/read-json.ts';
import { awaitEffect } from './await-effect.ts';
import { eventLine } from './event-line.ts';
import type { RunSession } from './run-session.ts';
import { reportRun } from './run-summary.ts';

type Approve = Extract<RunsCommand, { action: 'approve' }>;

/** Answers a stage that waits, and tells whether whoever works on the run took the answer. */
export async function approveRun(session: RunSession, command: Approve, console: Console): Promise<ExitCode> {
  const { engine, record } = session;
  const { by, json } = command;
  const value = await readJson(command.answer, '--answer', console.workingDirectory);
  const stage = command.stage ?? (await onlyQuestion(session));
  await engine.answer(record.id, stage, value, by === undefined ? {} : { by });
  let refusal: string | undefined;
  let isAnswered = false;
  const isOver = (event: RunEvent): boolean => {
    if (!('stage' in event) || event.stage !== stage) return false;
    if (event.type === 'stage.log' && event.level === 'error') refusal = event.message;
    isAnswered = event.type === 'stage.answered';
    return isAnswered || refusal !== undefined;
  };
  let after = await awaitEffect(session, isOver, console);
  if (isAnswered) after = await goOn(session, after, console);
  const note = isAnswered ? `${stage} is answered` : (refusal ?? 'the answer waits to be taken up');
  await reportRun(after, { json, note }, console);
  return refusal === undefined ? exitCode.proven : exitCode.failed;
}

/** Works on the run to where it next comes to rest, unless another process does. */
async function goOn(session: RunSession, after: RunRecord, console: Console): Promise<RunRecord> {
  try {
    await session.engine.resume(after.id);
  } catch (error) {
    if (error instanceof RunOwnedElsewhereError || error instanceof UnknownPipelineError) return after;
    throw error;
  }
  for await (const event of session.engine.events(after.id, { after: after.lastEvent, follow: true }))
    console.err.write(`${eventLine(event)}\n`);
  return (await session.engine.runs.get(after.id)) ?? after;
}

/** The stage that waits for an answer. @throws UsageError when there is none, or more than one. */
async function onlyQuestion({ engine, record }: RunSession): Promise<string> {
  const asking = new Set<string>();
  for await (const event of engine.events(record.id)) {
    if (event.type === 'stage.waiting' && event.on.kind === 'answer') asking.add(event.stage);
    else if ('stage' in event && event.type !== 'stage.log' && event.stage !== undefined)
      asking.delete(event.stage);
  }
  const [stage, another] = asking;
  if (stage === undefined)
    throw new UsageError(
      'no_question',
      `Run ${record.id} waits for no answer.`,
      `millwright runs show ${record.id}`,
    );
  if (another === undefined) return stage;
  const names = [...asking].join(', ');
  throw new UsageError('missing_word', `Several stages wait: ${names}.`, 'Name the one that is answered.');
}
