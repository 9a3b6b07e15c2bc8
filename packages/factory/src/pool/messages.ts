import { z } from 'zod';

/** What the pool says to a worker, one JSON document a line. */
export type ToWorker =
  | { readonly kind: 'ping' }
  /** A value that jobs may refer to from now on. */
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'forget'; readonly id: number }
  | JobMessage;

export interface JobMessage {
  readonly kind: 'job';
  readonly id: number;
  /** Absolute path of the entry file of the pack. */
  readonly entry: string;
  /** Name of one of its generators. */
  readonly generator: string;
  readonly model: unknown;
  /** Properties of the model that were sent before, by name, as the ids of their values. */
  readonly shared: Readonly<Record<string, number>>;
}

const fileSchema = z.object({
  path: z.string(),
  content: z.string(),
  isExecutable: z.boolean().exactOptional(),
});

const resultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('generated'), files: z.array(fileSchema).readonly() }),
  z.object({ status: z.literal('failed'), code: z.string(), message: z.string() }),
]);

/** What a worker says. A job may write to the channel as well, so nothing is taken unseen. */
const fromWorkerSchema = z.discriminatedUnion('kind', [
  /** It waits for jobs, or answers a ping. */
  z.object({ kind: z.literal('ready') }),
  /** It has begun. */
  z.object({ kind: z.literal('taken'), id: z.number() }),
  z.object({ kind: z.literal('report'), id: z.number(), message: z.string() }),
  z.object({ kind: z.literal('done'), id: z.number(), result: resultSchema, memoryMb: z.number() }),
]);

export type FromWorker = z.infer<typeof fromWorkerSchema>;

/** Errors with a code keep it on their way; their class does not cross. */
export type JobResult = z.infer<typeof resultSchema>;

/** @throws when the line is not what a worker may say. */
export function readFromWorker(line: string): FromWorker {
  return fromWorkerSchema.parse(JSON.parse(line));
}
