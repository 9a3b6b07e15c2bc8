import type { AnyPipeline } from '../definition/pipeline.ts';
import type { StageDefinition } from '../definition/stage.ts';
import { isBlobValue, type Value } from '../journal/value.ts';
import type { RunState } from '../scheduler/state.ts';
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

async function readOutputs(
  names: Readonly<Record<string, string>>,
  state: RunState,
  values: ValueReader,
): Promise<Readonly<Record<string, unknown>>> {
  const outputs: Record<string, unknown> = {};
  for (const [as, stage] of Object.entries(names)) outputs[as] = await readOutput(stage, state, values);
  return Object.freeze(outputs);
}

/** A map stage's output is assembled from its items' results, which are kept one by one. */
async function readOutput(name: string, state: RunState, values: ValueReader): Promise<unknown> {
  const stage = state.stages.get(name);
  if (stage === undefined || stage.status === 'skipped') return undefined;
  if (stage.items === undefined) return readOptional(stage.output, values);
  const results: unknown[] = [];
  for (const { output } of stage.items.tasks) {
    // Awaiting an inline value would cost a turn for each of what may be many thousand items.
    results.push(
      output === undefined || isBlobValue(output) ? await readOptional(output, values) : output.inline,
    );
  }
  return Object.freeze(results);
}

async function readOptional(value: Value | undefined, values: ValueReader): Promise<unknown> {
  return value === undefined ? undefined : values.read(value);
}
