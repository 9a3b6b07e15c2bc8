import { type RunRecord, UnknownPipelineError } from '@millwright/engine';
import { type Console, writeJson } from '../cli/console.ts';
import { type ExitCode, exitCode } from '../cli/exit-codes.ts';
import type { Mill } from '../mill/create-mill.ts';
import { readBuild } from '../mill/read-build.ts';
import { formatDuration } from '../terminal/duration.ts';
import { summaryLines } from '../terminal/summary.ts';
import { existingRun } from './existing-run.ts';
import { runSummary } from './run-summary.ts';

/** Tells how a build stands; of a run of another pipeline what every run has: its stages, and why it stopped. */
export async function showRun(
  mill: Mill,
  { runId, json }: { readonly runId: string; readonly json: boolean },
  console: Console,
): Promise<ExitCode> {
  const record = await existingRun(mill.engine, runId);
  const document = await readBuild(mill, runId);
  const isBuild = await isOurs(mill, record);
  if (json) {
    const { timingsMs } = document;
    await writeJson(console.out, { ...runSummary(record), ...(isBuild ? { document } : { timingsMs }) });
    return exitCode.proven;
  }
  console.out.write(`${record.id}  ${record.status}  ${record.labels['name'] ?? record.pipeline}\n\n`);
  for (const [stage, ms] of Object.entries(document.timingsMs)) {
    console.out.write(`  ${stage.padEnd(12)} ${formatDuration(ms).padStart(8)}\n`);
  }
  if (isBuild) console.out.write(`\n${summaryLines(document, console.workingDirectory).join('\n')}\n`);
  else if (record.failure !== undefined) console.out.write(`\n${record.failure.message}\n`);
  return exitCode.proven;
}

async function isOurs({ engine }: Mill, { id }: RunRecord): Promise<boolean> {
  try {
    await engine.inspect(id);
    return true;
  } catch (error) {
    if (error instanceof UnknownPipelineError) return false;
    throw error;
  }
}
