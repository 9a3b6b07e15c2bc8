import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '@millwright/engine';
import { isWorkflowPipeline } from '@millwright/engine/workflow';
import { stateFolder } from '../mill/state-folder.ts';
import type { RunsCommand } from '../cli/commands.ts';
import type { Console } from '../cli/console.ts';
import type { ExitCode } from '../cli/exit-codes.ts';
import { resumeWorkflow, showWorkflow } from '../cli/workflow-command.ts';

/** Whether a run belongs to a workflow, so that its pipeline has to be built from its journal. */
export async function isWorkflowRun(runId: string, console: Console): Promise<boolean> {
  const file = join(stateFolder(console.environment, console.workingDirectory), 'runs.db');
  if (!existsSync(file)) return false;
  const store = openStore(file);
  try {
    return isWorkflowPipeline((await store.getRun(runId))?.pipeline ?? '');
  } finally {
    await store.close();
  }
}

/** `runs resume` and `runs show` for a workflow's run. */
export function runWorkflowRun(
  { action, runId, json }: Extract<RunsCommand, { action: 'resume' | 'show' }>,
  console: Console,
): Promise<ExitCode> {
  return action === 'resume' ? resumeWorkflow(runId, json, console) : showWorkflow(runId, json, console);
}
