import type { Engine } from '@millwright/engine';
import type { RunsCommand } from '../cli/commands.ts';
import { type Console, writeJson } from '../cli/console.ts';
import { type ExitCode, exitCode } from '../cli/exit-codes.ts';
import { formatDuration } from '../terminal/duration.ts';
import { runSummary } from './run-summary.ts';

/** Lists runs, newest first, a page at a time. */
export async function listRuns(
  { runs: known }: Pick<Engine, 'runs'>,
  { limit, offset, status, json }: Extract<RunsCommand, { action: 'list' }>,
  console: Console,
): Promise<ExitCode> {
  const { runs, total } = await known.list({ limit, offset, ...(status && { status }) });
  if (json) {
    await writeJson(console.out, { runs: runs.map(runSummary), total });
    return exitCode.proven;
  }
  if (runs.length === 0) console.out.write('There are no runs here yet.\n');
  for (const run of runs) {
    const took = formatDuration(run.updatedAt - run.createdAt);
    const started = new Date(run.createdAt).toISOString().slice(0, 19).replace('T', ' ');
    console.out.write(
      `${run.id}  ${run.status.padEnd(9)}  ${started}  ${took.padStart(8)}  ${run.labels['command'] ?? run.pipeline} ${run.labels['name'] ?? ''}\n`,
    );
  }
  if (total > runs.length) console.out.write(`${runs.length} of ${total}; --offset shows more.\n`);
  return exitCode.proven;
}
