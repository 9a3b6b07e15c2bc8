import { join } from 'node:path';
import { createEngine, openStore } from '@millwright/engine';
import { stateFolder } from '../mill/state-folder.ts';
import { deleteRuns } from '../runs/delete-runs.ts';
import { listRuns } from '../runs/list-runs.ts';
import { printEvents } from '../runs/print-events.ts';
import type { RunsCommand } from './commands.ts';
import type { Console } from './console.ts';
import type { ExitCode } from './exit-codes.ts';

/** Lists, shows and follows runs; continues, stops, answers, branches and deletes them. */
export async function runRuns(command: RunsCommand, console: Console): Promise<ExitCode> {
  switch (command.action) {
    case 'list':
    case 'delete':
    case 'events':
      return lookAtRuns(command, console);
    default:
      return (await import('../runs/work-on-run.ts')).workOnRun(command, console);
  }
}

type Look = Extract<RunsCommand, { action: 'list' | 'delete' | 'events' }>;

/** What the store alone can tell needs no pipelines, and so is there at once. */
async function lookAtRuns(command: Look, console: Console): Promise<ExitCode> {
  const store = openStore(join(stateFolder(console.environment, console.workingDirectory), 'runs.db'));
  const engine = createEngine({ store, pipelines: [] });
  try {
    switch (command.action) {
      case 'list':
        return await listRuns(engine, command, console);
      case 'delete':
        return await deleteRuns(engine, command, console);
      case 'events':
        return await printEvents(engine, command, console);
    }
  } finally {
    await engine.close();
    await store.close();
  }
}
