import type { RunEvent, RunHandle } from '@millwright/engine';
import type { BuildDocument } from '../mill/build-document.ts';
import { readBuild } from '../mill/read-build.ts';
import type { Mill } from '../mill/create-mill.ts';
import { createEventReader } from '../mill/watch-run.ts';
import { createProgressView } from '../terminal/progress-view.ts';
import { summaryLines } from '../terminal/summary.ts';
import { type Console, writeJson } from './console.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { runSystem } from './run-system.ts';

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
  const document = await readBuild(mill, run.id);
  if (options.json) await writeJson(console.out, document);
  else console.out.write(`\n${summaryLines(document, console.workingDirectory).join('\n')}\n`);
  const code = exitCodeOf(document);
  if (options.run === true && code !== exitCode.failed && document.out !== null) {
    return runSystem(document.out, options.json, console);
  }
  return code;
}

export function exitCodeOf({ status }: BuildDocument): ExitCode {
  return status === 'proven' ? exitCode.proven : status === 'partial' ? exitCode.partial : exitCode.failed;
}

/** Resolves with true when the person interrupted; what runs then is stopped, and the run can be resumed. */
async function watch(mill: Mill, run: RunHandle, console: Console): Promise<boolean> {
  const stages = ['analyse', 'design', 'scaffold', 'components', 'assemble', 'prove', 'write'];
  const view = await createProgressView(stages, console.err, console.now);
  const read = createEventReader();
  let wasInterrupted = false;
  const interrupt = () => {
    wasInterrupted = true;
    void mill.engine.close();
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
