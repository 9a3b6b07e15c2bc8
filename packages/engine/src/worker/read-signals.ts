import type { AnyPipeline } from '../definition/pipeline.ts';
import { validate } from '../definition/schema.ts';
import { encodeValue } from '../journal/encode-value.ts';
import type { Signal, SignalRecord } from '../store/signal.ts';
import type { Store } from '../store/store.ts';

/** The requests that wait for a run, with answers that nobody has held against their stage's schema checked. */
export async function readChecked(
  store: Store,
  pipeline: AnyPipeline,
  runId: string,
): Promise<readonly SignalRecord[]> {
  const records = await store.readSignals(runId);
  return Promise.all(
    records.map(async ({ id, signal }) => ({
      id,
      signal: signal.type === 'answer' && signal.isUnchecked ? await check(pipeline, signal) : signal,
    })),
  );
}

async function check(pipeline: AnyPipeline, signal: Extract<Signal, { type: 'answer' }>): Promise<Signal> {
  const { stage } = signal;
  const definition = pipeline.stages.get(stage);
  // What is no question is no question: the request changes nothing.
  if (definition?.kind !== 'approval') return signal;
  try {
    const answer = await validate(definition.answer, signal.answer, `The answer to ${stage}`);
    encodeValue(answer);
    return { ...signal, answer };
  } catch (error) {
    return { type: 'answer-refused', stage, message: error instanceof Error ? error.message : String(error) };
  }
}
