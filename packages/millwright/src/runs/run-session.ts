import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, openStore, type RunHandle, type RunRecord, type Store } from '@millwright/engine';
import { isWorkflowPipeline } from '@millwright/engine/workflow';
import type { Console } from '../cli/console.ts';
import type { ExitCode } from '../cli/exit-codes.ts';
import { finishBuild } from '../cli/finish-build.ts';
import { UsageError } from '../errors.ts';
import { createMill } from '../mill/create-mill.ts';
import { stateFolder } from '../mill/state-folder.ts';
import { driveWorkflow } from '../workflow/drive-workflow.ts';
import { openWorkflowRun } from '../workflow/workflow-session.ts';

/** A run, with an engine that can work on it where its pipeline is one of ours. */
export interface RunSession {
  readonly record: RunRecord;
  readonly engine: Pick<Engine, 'answer' | 'cancel' | 'events' | 'fork' | 'pause' | 'resume' | 'runs'>;
  readonly store: Store;
  /** Puts what a person gives as input into the form that the pipeline takes. */
  readonly inputOf: (given: unknown) => unknown;
  /** Shows a run until it comes to rest, and tells how it went. */
  readonly finish: (run: RunHandle, json: boolean) => Promise<ExitCode>;
  close(): Promise<void>;
}

/** @throws UsageError when there is no such run. */
export async function openRun(runId: string, console: Console): Promise<RunSession> {
  const folder = stateFolder(console.environment, console.workingDirectory);
  const record = await recordOf(folder, runId);
  if (isWorkflowPipeline(record.pipeline)) {
    const { session } = await openWorkflowRun({ project: console.workingDirectory, state: folder }, runId);
    const finish = (run: RunHandle, json: boolean) => driveWorkflow(session, run, { json }, console);
    return { ...session, record, inputOf: session.compiled.inputOf, finish };
  }
  const mill = createMill(folder, console.workingDirectory);
  const finish = (run: RunHandle, json: boolean) => finishBuild(mill, run, { json }, console);
  return { ...mill, record, inputOf: (given) => given, finish };
}

async function recordOf(folder: string, runId: string): Promise<RunRecord> {
  const file = join(folder, 'runs.db');
  const store = existsSync(file) ? openStore(file) : undefined;
  try {
    const record = await store?.getRun(runId);
    if (record !== undefined) return record;
    const remedy = 'millwright runs list shows those there are.';
    throw new UsageError('unknown_run', `There is no run ${runId} here.`, remedy);
  } finally {
    await store?.close();
  }
}
