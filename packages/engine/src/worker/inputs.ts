import type { AnyPipeline } from '../definition/pipeline.ts';
import type { StageDefinition } from '../definition/stage-definition.ts';
import { freezeDeep } from '../journal/encode-value.ts';
import type { TaskRef } from '../journal/event.ts';
import { absent, isBlobValue, type Value } from '../journal/value.ts';
import type { RunState } from '../scheduler/state.ts';
import { hasSettled } from '../scheduler/status.ts';
import type { ValueReader } from './value-reader.ts';

/** Reads what a stage sees out of a run's state: the run's input and the outputs of the stages it needs. */
export async function readInputs(
  stage: StageDefinition,
  state: RunState,
  values: ValueReader,
): Promise<{ readonly input: unknown; readonly needs: Readonly<Record<string, unknown>> }> {
  return { input: await values.read(state.input), needs: await readOutputs(stage.needs, state, values) };
}

/** The result of a run that has succeeded. */
export function readResult(pipeline: AnyPipeline, state: RunState, values: ValueReader): Promise<unknown> {
  if (typeof pipeline.output === 'string') return readOutput(pipeline.output, state, values);
  return readOutputs(pipeline.output, state, values);
}

/** The outputs of all stages that have settled. */
export function readSettled(
  state: RunState,
  values: ValueReader,
): Promise<Readonly<Record<string, unknown>>> {
  const settled = [...state.stages.values()].filter(({ status }) => hasSettled(status));
  return readOutputs(Object.fromEntries(settled.map(({ name }) => [name, name])), state, values);
}

async function readOutputs(
  names: Readonly<Record<string, string>>,
  state: RunState,
  values: ValueReader,
): Promise<Readonly<Record<string, unknown>>> {
  const outputs: Record<string, unknown> = {};
  for (const [as, stage] of Object.entries(names)) outputs[as] = await readOutput(stage, state, values);
  return Object.freeze(outputs);
}

/** The item that a piece of a map's work is about. */
export async function readItem(state: RunState, task: TaskRef, values: ValueReader): Promise<unknown> {
  const items = state.stages.get(task.stage)?.items;
  const index = items?.indexOf.get(task.item ?? '');
  if (items === undefined || index === undefined) return undefined;
  return ((await values.read(items.values)) as readonly unknown[])[index];
}

/** The result of the round before a loop's round; undefined for the first. */
export async function readPrevious(state: RunState, task: TaskRef, values: ValueReader): Promise<unknown> {
  const items = state.stages.get(task.stage)?.items;
  const index = items?.indexOf.get(task.item ?? '') ?? 0;
  return readOptional(items?.tasks[index - 1]?.output, values);
}

/** A map's output is assembled from its items' results, which are kept one by one; a loop's is its last round's. */
async function readOutput(name: string, state: RunState, values: ValueReader): Promise<unknown> {
  const stage = state.stages.get(name);
  if (stage === undefined || stage.status === 'skipped') return undefined;
  if (stage.items === undefined) return readOptional(stage.output, values);
  const { tasks, isLoop } = stage.items;
  if (isLoop) return readOptional(tasks.at(-1)?.output, values);
  const results: unknown[] = [];
  for (const { output = absent } of tasks) {
    // Awaiting an inline value would cost a turn for each of what may be many thousand items.
    results.push(isBlobValue(output) ? await values.read(output) : freezeDeep(output.inline));
  }
  return Object.freeze(results);
}

async function readOptional(value: Value | undefined, values: ValueReader): Promise<unknown> {
  return value === undefined ? undefined : values.read(value);
}
