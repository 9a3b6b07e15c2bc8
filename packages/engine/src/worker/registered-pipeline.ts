import { fingerprintOf, type Shape, shapeOf } from '../definition/fingerprint.ts';
import type { AnyPipeline } from '../definition/pipeline.ts';
import { encodeAsBlob } from '../journal/encode-value.ts';
import type { Blob, Value } from '../journal/value.ts';
import { type Plan, planOf } from '../scheduler/plan.ts';

/** A pipeline with what the engine derives from it once. */
export interface RegisteredPipeline {
  readonly pipeline: AnyPipeline;
  readonly plan: Plan;
  readonly shape: Shape;
  readonly fingerprint: string;
  /** The shape as a value: its blob is shared by all runs of the definition. */
  readonly definition: { readonly value: Value; readonly blob: Blob };
}

export function register(pipeline: AnyPipeline): RegisteredPipeline {
  const shape = shapeOf(pipeline);
  const text = JSON.stringify(shape);
  return {
    pipeline,
    plan: planOf(pipeline),
    shape,
    fingerprint: fingerprintOf(text),
    definition: encodeAsBlob(text),
  };
}
