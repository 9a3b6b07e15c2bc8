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
  compileWorkflow,
  isWorkflowPipeline,
  readRunInput,
  type WorkflowSource,
} from '@millwright/engine/workflow';
import { UsageError } from '../errors.ts';
import { loadPacks } from './load-packs.ts';

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
  /** Absolute paths of modules with step kinds. */
  readonly packs: readonly string[];
}

/** @throws WorkflowError for a workflow that cannot run, SchemaMismatchError for an input that does not fit, UsageError for a breakpoint at no step. */
export async function startWorkflow(
  stateFolder: string,
  { source, file, input, breakpoints, packs }: NewRun,
): Promise<{ readonly session: WorkflowSession; readonly run: RunHandle }> {
  const compiled = compileWorkflow(source, { steps: await loadPacks(packs), breakpoints });
  if (breakpoints !== undefined && breakpoints !== 'all') assertBreakpoints(breakpoints, compiled);
  const session = open(openStore(join(stateFolder, 'runs.db')), compiled);
  try {
    const labels = {
      command: 'workflow',
      name: compiled.checked.entry.name,
      file,
      packs: JSON.stringify(packs),
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
  stateFolder: string,
  runId: string,
): Promise<{ readonly session: WorkflowSession; readonly rootId: string }> {
  const store = openStore(join(stateFolder, 'runs.db'));
  try {
    const root = await rootOf(store, runId);
    const recorded = await readRunInput(store, root.id);
    if (recorded === undefined) throw notWorkflow(runId);
    const { source, breakpoints } = recorded;
    const steps = await loadPacks(packsOf(root));
    return { session: open(store, compileWorkflow(source, { steps, breakpoints })), rootId: root.id };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function open(store: Store, compiled: CompiledWorkflow): WorkflowSession {
  const engine = createEngine({ store, pipelines: [compiled.pipeline] });
  return {
    engine,
    store,
    compiled,
    close: async () => {
      await engine.close();
      await store.close();
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
