import { hasEnded } from '@millwright/engine';
import type { RunsCommand } from '../cli/commands.ts';
import type { Console } from '../cli/console.ts';
import { type ExitCode, exitCode } from '../cli/exit-codes.ts';
import { awaitEffect } from './await-effect.ts';
import type { RunSession } from './run-session.ts';
import { reportRun } from './run-summary.ts';

type Stop = Extract<RunsCommand, { action: 'cancel' | 'pause' }>;

/** Cancels or pauses a run wherever it is worked on, and tells what came of it. */
export async function stopRun(session: RunSession, command: Stop, console: Console): Promise<ExitCode> {
  const { record, engine } = session;
  const { json } = command;
  if (hasEnded(record.status)) {
    await reportRun(record, { json, note: 'has ended already' }, console);
    return exitCode.failed;
  }
  const reached = command.action === 'cancel' ? 'cancelled' : 'paused';
  if (command.action === 'cancel') await engine.cancel(record.id, command.reason);
  else if (record.status !== 'paused') await engine.pause(record.id);
  const after = await awaitEffect(session, ({ type }) => type === `run.${reached}`, console);
  const isReached = after.status === reached;
  const isOver = hasEnded(after.status) || after.status === 'paused';
  const note = isReached ? undefined : isOver ? `is not ${reached}` : 'has been asked to stop';
  await reportRun(after, { json, note }, console);
  return isReached || !isOver ? exitCode.proven : exitCode.failed;
}
