import { validate } from '../definition/schema.ts';
import { blobsIn } from '../journal/blobs-in.ts';
import { encodeValue } from '../journal/encode-value.ts';
import type { EventBody, Labels, RunPlace } from '../journal/event.ts';
import type { Blob } from '../journal/value.ts';
import type { RunIdentity } from '../store/store.ts';
import type { RegisteredPipeline } from './registered-pipeline.ts';

export interface NewRun {
  readonly runId: string;
  readonly labels: Labels;
  readonly parent?: RunPlace;
  /** The run and stage this one branches off from, and the results it takes over. */
  readonly forkedFrom?: RunPlace;
  readonly inherited?: readonly EventBody[];
  /** Whether the input has been through its schema already. */
  readonly isChecked?: boolean;
}

/** What a run's journal begins with. */
export interface Beginning {
  readonly events: readonly EventBody[];
  readonly create: RunIdentity;
  readonly blobs: readonly Blob[];
  readonly reuses: readonly string[];
}

/** Checks the input and writes down how the run begins. Throws SchemaMismatchError. */
export async function beginning(
  { pipeline, definition, fingerprint }: RegisteredPipeline,
  input: unknown,
  { labels, parent, forkedFrom, inherited = [], isChecked = false }: NewRun,
): Promise<Beginning> {
  const { name, version } = pipeline;
  const checked = isChecked ? input : await validate(pipeline.input, input, `The input of ${name}`);
  const { value, blob } = encodeValue(checked);
  const identity = { pipeline: name, version, labels, ...(parent && { parent }) };
  const created: EventBody = {
    type: 'run.created',
    ...identity,
    definition: definition.value,
    input: value,
    ...(forkedFrom && { forkedFrom }),
  };
  return {
    events: [created, ...inherited],
    create: { ...identity, definition: fingerprint },
    blobs: blob === undefined ? [definition.blob] : [definition.blob, blob],
    reuses: blobsIn(inherited),
  };
}
