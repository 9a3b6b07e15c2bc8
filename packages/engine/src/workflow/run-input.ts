import { createHash } from 'node:crypto';
import type { Schema } from '../definition/schema.ts';
import type { Store } from '../store/store.ts';
import { standardSchema } from './fit-schema.ts';
import { isRecord } from './json-schema.ts';
import type { Workflow } from './workflow.ts';
import type { WorkflowSource } from './workflow-source.ts';

/** Where the debugger stops: before these steps, or before every one. */
export type Breakpoints = 'all' | readonly string[];

/**
 * The input of a workflow's run as the engine has it. It holds the texts the run was started with, so that any process
 * can build the pipeline again from the journal alone.
 */
export interface WorkflowRunInput {
  readonly source: WorkflowSource;
  readonly input: unknown;
  readonly breakpoints?: Breakpoints;
}

const prefix = 'workflow.';

/** Whether a run's pipeline was compiled from a workflow. */
export function isWorkflowPipeline(pipeline: string): boolean {
  return pipeline.startsWith(prefix);
}

/** The workflow's own name, from the name of its pipeline. */
export function workflowNameOf(pipeline: string): string {
  return pipeline.split('.')[1] ?? pipeline;
}

/** Two texts never share a pipeline: a run goes on under the text it was started with, whatever the file says now. */
export function pipelineNameOf(
  { name }: Workflow,
  source: WorkflowSource,
  breakpoints?: Breakpoints,
): string {
  const files = Object.entries(source.files).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const text = JSON.stringify([source.entry, files, breakpoints ?? null]);
  return `${prefix}${name}.${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}

/** Checks a run's own input against the workflow's schema and fills in defaults. */
export function runInputSchema({ input: schema }: Workflow): Schema<WorkflowRunInput, WorkflowRunInput> {
  const own = standardSchema(schema)['~standard'];
  return {
    '~standard': {
      version: 1,
      vendor: 'millwright',
      validate: async (value) => {
        const given = value as WorkflowRunInput;
        const result = await own.validate(given.input ?? {});
        return result.issues === undefined ? { value: { ...given, input: result.value } } : result;
      },
    },
  };
}

/** What a workflow's run was started with, read from its journal; undefined when there is no such run. */
export async function readRunInput(store: Store, runId: string): Promise<WorkflowRunInput | undefined> {
  const [created] = await store.readEvents(runId, { after: 0, limit: 1 });
  if (created?.type !== 'run.created' || !isWorkflowPipeline(created.pipeline)) return undefined;
  const { input } = created;
  const text = 'blob' in input ? await store.readBlob(input.blob) : undefined;
  const value: unknown =
    text === undefined ? ('inline' in input ? input.inline : undefined) : JSON.parse(text);
  return isRecord(value) && isRecord(value['source']) ? (value as unknown as WorkflowRunInput) : undefined;
}
