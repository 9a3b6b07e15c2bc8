import { join } from 'node:path';
import {
  createEngine,
  type Engine,
  openStore,
  type RunHandle,
  type RunRecord,
  type Store,
} from '@millwright/engine';
import {
  type CompiledWorkflow,
  isWorkflowPipeline,
  readRunInput,
  type WorkflowSource,
} from '@millwright/engine/workflow';
import { UsageError } from '../errors.ts';
import type { FactoryFolders } from '../packs/open-factory.ts';
import { type CompiledHere, compileHere, type StepSources } from './compile-here.ts';

/** A workflow on an engine that can start and continue its runs. */
export interface WorkflowSession {
  readonly engine: Engine;
  readonly store: Store;
  readonly compiled: CompiledWorkflow;
  /** Stops what runs; it continues at the next `runs resume`. */
  close(): Promise<void>;
}

export interface NewRun {
  readonly source: WorkflowSource;
  readonly file: string;
  readonly input: unknown;
  readonly breakpoints: 'all' | readonly string[] | undefined;
  readonly steps: StepSources;
}

/** @throws WorkflowError for a workflow that cannot run, SchemaMismatchError for an input that does not fit, UsageError for a breakpoint at no step. */
export async function startWorkflow({
  source,
  file,
  input,
  breakpoints,
  steps,
}: NewRun): Promise<{ readonly session: WorkflowSession; readonly run: RunHandle }> {
  const here = await compileHere(source, steps, breakpoints);
  const { compiled } = here;
  const session = open(openStore(join(steps.folders.state, 'runs.db')), here);
  try {
    if (breakpoints !== undefined && breakpoints !== 'all') assertBreakpoints(breakpoints, compiled);
    const labels = {
      command: 'workflow',
      name: compiled.checked.entry.name,
      file,
      packs: JSON.stringify(steps.modules),
    };
    const run = await session.engine.start(compiled.pipeline, compiled.inputOf(input), { labels });
    return { session, run };
  } catch (error) {
    await session.close();
    throw error;
  }
}

/**
 * Builds the pipeline of an earlier run again from what its journal holds. A run that another workflow called is looked
 * at together with the one that began it all, whose id is given back.
 * @throws UsageError when there is no such run, or it is not a workflow's.
 */
export async function openWorkflowRun(
  folders: FactoryFolders,
  runId: string,
): Promise<{ readonly session: WorkflowSession; readonly rootId: string }> {
  const store = openStore(join(folders.state, 'runs.db'));
  try {
    const root = await rootOf(store, runId);
    const recorded = await readRunInput(store, root.id);
    if (recorded === undefined) throw notWorkflow(runId);
    const { source, breakpoints } = recorded;
    const here = await compileHere(source, { modules: packsOf(root), folders }, breakpoints);
    return { session: open(store, here), rootId: root.id };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function open(store: Store, { compiled, close }: CompiledHere): WorkflowSession {
  const engine = createEngine({ store, pipelines: [compiled.pipeline] });
  return {
    engine,
    store,
    compiled,
    close: async () => {
      await engine.close();
      await store.close();
      await close();
    },
  };
}

async function rootOf(store: Store, runId: string): Promise<RunRecord> {
  const record = await store.getRun(runId);
  if (record === undefined) {
    const message = `There is no run ${runId} here.`;
    throw new UsageError('unknown_run', message, 'millwright runs list shows those there are.');
  }
  if (!isWorkflowPipeline(record.pipeline)) throw notWorkflow(runId);
  return record.parent === undefined ? record : rootOf(store, record.parent.runId);
}

function packsOf({ labels }: RunRecord): readonly string[] {
  const packs: unknown = JSON.parse(labels['packs'] ?? '[]');
  return Array.isArray(packs) ? packs.filter((pack) => typeof pack === 'string') : [];
}

function notWorkflow(runId: string): UsageError {
  return new UsageError('not_a_workflow', `Run ${runId} is not the run of a workflow.`);
}

function assertBreakpoints(breakpoints: readonly string[], { checked }: CompiledWorkflow): void {
  const known = checked.entry.steps.map(({ name }) => name);
  const unknown = breakpoints.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const remedy = `There are ${known.join(', ')}.`;
  throw new UsageError('unknown_step', `There is no step ${unknown} to stop before.`, remedy);
}
