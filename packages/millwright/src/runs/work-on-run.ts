import type { RunsCommand } from '../cli/commands.ts';
import type { Console } from '../cli/console.ts';
import type { ExitCode } from '../cli/exit-codes.ts';
import { finishBuild } from '../cli/finish-build.ts';
import { createMill } from '../mill/create-mill.ts';
import { stateFolder } from '../mill/state-folder.ts';
import { isWorkflowRun, runWorkflowRun } from '../workflow/runs-of-workflows.ts';
import { approveRun } from './approve-run.ts';
import { existingRun } from './existing-run.ts';
import { forkRun } from './fork-run.ts';
import { openRun } from './run-session.ts';
import { showRun } from './show-run.ts';
import { stopRun } from './stop-run.ts';

type WorkOnRun = Exclude<RunsCommand, { action: 'list' | 'delete' | 'events' }>;
type ShowOrResume = Extract<RunsCommand, { action: 'show' | 'resume' }>;

/** What may need a run's pipeline. */
export async function workOnRun(command: WorkOnRun, console: Console): Promise<ExitCode> {
  if (command.action === 'show' || command.action === 'resume') return showOrResume(command, console);
  const session = await openRun(command.runId, console);
  try {
    switch (command.action) {
      case 'retry':
        return await session.finish(
          await session.engine.resume(command.runId, { stage: command.stage }),
          command.json,
        );
      case 'pause':
      case 'cancel':
        return await stopRun(session, command, console);
      case 'approve':
        return await approveRun(session, command, console);
      case 'fork':
        return await forkRun(session, command, console);
    }
  } finally {
    await session.close();
  }
}

async function showOrResume(command: ShowOrResume, console: Console): Promise<ExitCode> {
  if (await isWorkflowRun(command.runId, console)) return runWorkflowRun(command, console);
  const mill = createMill(
    stateFolder(console.environment, console.workingDirectory),
    console.workingDirectory,
  );
  try {
    if (command.action === 'show') return await showRun(mill, command, console);
    await existingRun(mill.engine, command.runId);
    return await finishBuild(mill, await mill.engine.resume(command.runId), command, console);
  } finally {
    await mill.close();
  }
}
