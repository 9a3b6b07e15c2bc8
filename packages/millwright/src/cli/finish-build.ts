import { type RunEvent, RunFailedError, type RunHandle, RunPausedError } from '@millwright/engine';
import type { BuildDocument } from '../mill/build-document.ts';
import { describeError } from '../mill/describe-error.ts';
import { readBuild } from '../mill/read-build.ts';
import type { Mill } from '../mill/create-mill.ts';
import { createEventReader } from '../mill/watch-run.ts';
import { createProgressView } from '../terminal/progress-view.ts';
import { summaryLines } from '../terminal/summary.ts';
import { type Console, writeJson } from './console.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { runSystem } from './run-system.ts';
import { startObstacle } from './start-obstacle.ts';

/** Shows a run until it comes to rest, prints its outcome, and starts the system if that was asked for. */
export async function finishBuild(
  mill: Mill,
  run: RunHandle,
  options: { readonly json: boolean; readonly run?: boolean },
  console: Console,
): Promise<ExitCode> {
  const wasInterrupted = await watch(mill, run, console);
  if (wasInterrupted) {
    console.err.write(`\nInterrupted. Continue with: millwright runs resume ${run.id}\n`);
    return exitCode.interrupted;
  }
  const document = await outcomeOf(mill, run, options.run === true, console);
  if (options.json) await writeJson(console.out, document);
  else console.out.write(`\n${summaryLines(document, console.workingDirectory).join('\n')}\n`);
  const code = exitCodeOf(document);
  if (options.run !== true || code === exitCode.failed || document.out === null) return code;
  return document.error ? exitCode.failed : runSystem(document.out, options.json, console);
}

/** The document of the run, with what the journal cannot tell: that the store failed, or that the system cannot start here. */
async function outcomeOf(
  mill: Mill,
  run: RunHandle,
  willRun: boolean,
  console: Console,
): Promise<BuildDocument> {
  const document = await readBuild(mill, run.id);
  const failure = await run.result().then(
    () => undefined,
    (error: unknown) => (isRecorded(error) ? undefined : error),
  );
  if (failure !== undefined) return { ...document, status: 'failed', error: describeError(failure) };
  const startError =
    willRun && document.out !== null ? await startObstacle(mill, run.id, console) : undefined;
  return startError ? { ...document, error: startError } : document;
}

/** Whether the journal holds this error already. */
function isRecorded(error: unknown): boolean {
  return error instanceof RunPausedError || error instanceof RunFailedError;
}

export function exitCodeOf({ status }: BuildDocument): ExitCode {
  return status === 'proven' ? exitCode.proven : status === 'partial' ? exitCode.partial : exitCode.failed;
}

/** What is shown from the beginning, by pipeline; stages that come besides are added when they do. */
const stagesOf: Readonly<Record<string, readonly string[]>> = {
  system: ['analyse', 'design', 'scaffold', 'components', 'assemble', 'prove', 'write'],
  update: ['analyse', 'merge', 'apply', 'prove', 'write'],
  verify: ['analyse', 'prove', 'write'],
};

/** Resolves with true when the person interrupted; what runs then is stopped, and the run can be resumed. */
async function watch(mill: Mill, run: RunHandle, console: Console): Promise<boolean> {
  const { pipeline = 'system' } = (await mill.engine.runs.get(run.id)) ?? {};
  const view = await createProgressView(stagesOf[pipeline] ?? [], console.err, console.now);
  const read = createEventReader();
  let wasInterrupted = false;
  const interrupt = () => {
    wasInterrupted = true;
    void mill.close();
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    for await (const event of run.events() as AsyncIterable<RunEvent>) {
      for (const shown of read(event)) view.show(shown);
    }
  } catch (error) {
    if (!wasInterrupted) throw error;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    view.close();
  }
  return wasInterrupted;
}
