import type { Engine } from '@millwright/engine';
import type { RunsCommand } from '../cli/commands.ts';
import { type Console, writeJson } from '../cli/console.ts';
import { type ExitCode, exitCode } from '../cli/exit-codes.ts';
import { UsageError } from '../errors.ts';
import { existingRun } from './existing-run.ts';

type Delete = Extract<RunsCommand, { action: 'delete' }>;

/** Deletes one run, or those that fit, and tells how many. */
export async function deleteRuns(
  engine: Pick<Engine, 'runs'>,
  { runId, olderThanMs, status, json }: Delete,
  console: Console,
): Promise<ExitCode> {
  const query = {
    ...(runId !== undefined && { runIds: [runId] }),
    ...(olderThanMs !== undefined && { olderThan: console.now() - olderThanMs }),
    ...(status && { status }),
  };
  if (Object.keys(query).length === 0) {
    const message = 'runs delete needs the id of a run, or which runs: --older-than 30d, --status failed.';
    throw new UsageError('missing_run', message);
  }
  const deleted = await engine.runs.delete(query);
  if (runId !== undefined && deleted === 0) await explain(engine, runId);
  if (json) await writeJson(console.out, { deleted });
  else console.out.write(`${deleted} ${deleted === 1 ? 'run' : 'runs'} deleted\n`);
  return exitCode.proven;
}

/** @throws UsageError that says why a run was not deleted. */
async function explain(engine: Pick<Engine, 'runs'>, runId: string): Promise<never> {
  const record = await existingRun(engine, runId);
  throw new UsageError(
    'run_active',
    `Run ${runId} is ${record.status}; only paused and ended runs are deleted.`,
    `millwright runs cancel ${runId} ends it.`,
  );
}
