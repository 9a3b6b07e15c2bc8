import type { ItemContext } from '../definition/context.ts';
import { encodeValue } from '../journal/encode-value.ts';
import { type EventBody, scoped, type TaskRef } from '../journal/event.ts';
import { taskName } from '../journal/task-name.ts';
import type { Blob } from '../journal/value.ts';

interface Parts {
  readonly input: unknown;
  readonly needs: unknown;
  readonly services: unknown;
  readonly runId: string;
  readonly task: TaskRef;
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly item: unknown;
  readonly index: number;
  readonly record: (event: EventBody, blobs: readonly Blob[]) => void;
}

/** Puts together what a stage's code is given. Reports made after the attempt was stopped are dropped. */
export function attemptContext({ task, record, signal, runId, ...parts }: Parts): ItemContext {
  return {
    ...parts,
    runId,
    signal,
    stage: task.stage,
    key: task.item ?? '',
    idempotencyKey: `${runId}/${taskName(task)}`,
    progress: (progress) => {
      if (!signal.aborted) record({ type: scoped(task, 'progress'), ...task, progress: { ...progress } }, []);
    },
    log: (level, message, data) => {
      if (signal.aborted) return;
      const { value, blob } = encodeValue(data);
      const event = { type: scoped(task, 'log'), ...task, level, message } as const;
      record(data === undefined ? event : { ...event, data: value }, blob === undefined ? [] : [blob]);
    },
  };
}
