import { hasEnded, type RunRecord, type RunStatus } from '@millwright/engine';
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
  const note = noteOn(after, record, reached);
  await reportRun(after, { json, note }, console);
  return note === undefined || note === asked ? exitCode.proven : exitCode.failed;
}

const asked = 'has been asked to stop';

/** Says what came of it where the run is not what it was asked to be. */
function noteOn(after: RunRecord, before: RunRecord, reached: RunStatus): string | undefined {
  if (after.status === reached) return undefined;
  if (hasEnded(after.status)) return `has ended before it could be ${reached}`;
  // Undoing what was done may fail and wait for a person; a run that nobody works on has just not moved.
  const isStuck = after.status === 'paused' && after.lastEvent > before.lastEvent;
  return isStuck ? `stopped on the way: ${after.failure?.message ?? 'paused'}` : asked;
}
