import type { WorkContext } from '../definition/stage-definition.ts';
import { encodeValue } from '../journal/encode-value.ts';
import { scoped, type TaskRef } from '../journal/event.ts';
import { taskName } from '../journal/task-name.ts';
import type { Clock } from './clock.ts';
import type { Happened } from './outcome-event.ts';
import { ProgressMeter } from './progress-meter.ts';

interface Parts {
  readonly input: unknown;
  readonly needs: unknown;
  readonly services: unknown;
  readonly runId: string;
  readonly task: TaskRef;
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly item: unknown;
  readonly previous: unknown;
  readonly index: number;
  readonly record: (happened: Happened) => void;
  readonly clock: Clock;
}

/** Puts together what a stage's code is given. Reports made after the attempt was stopped are dropped. */
export function attemptContext({ task, record, signal, runId, index, clock, ...parts }: Parts): WorkContext {
  const meter = new ProgressMeter(clock, record);
  return {
    ...parts,
    runId,
    signal,
    index,
    round: index + 1,
    stage: task.stage,
    key: task.item ?? '',
    idempotencyKey: `${runId}/${taskName(task)}`,
    progress: (progress) => {
      if (signal.aborted) return;
      meter.report({ events: [{ type: scoped(task, 'progress'), ...task, progress: { ...progress } }] });
    },
    log: (level, message, data) => {
      if (signal.aborted) return;
      const { value, blob } = encodeValue(data);
      const event = { type: scoped(task, 'log'), ...task, level, message } as const;
      const blobs = blob === undefined ? [] : [blob];
      record({ events: [data === undefined ? event : { ...event, data: value }], blobs });
    },
  };
}
