import { encodeValue } from '../journal/encode-value.ts';
import { type EventBody, scoped, type TaskRef } from '../journal/event.ts';
import type { Blob } from '../journal/value.ts';
import type { CacheEntry } from '../store/store.ts';
import type { Outcome } from './attempt.ts';
import type { CacheKey } from './cache-key.ts';

/** What an attempt adds to the journal, and what has to be stored with it. */
export interface Happened {
  readonly events: readonly EventBody[];
  readonly blobs?: readonly Blob[];
  /** A blob that is in the store already and that this run now uses too. */
  readonly reuses?: readonly string[];
  readonly cache?: readonly CacheEntry[];
}

interface Attempted {
  readonly task: TaskRef;
  readonly attempt: number;
  readonly now: number;
  readonly timeoutMs: number | undefined;
  readonly runId: string;
  /** Where the result is to be kept for later runs. */
  readonly cacheKey: CacheKey | undefined;
}

/** The event for an outcome. Throws ValueNotSerialisableError when the result cannot be kept. */
export function happenedFor(outcome: Outcome, attempted: Attempted): Happened {
  const { task, attempt, now, timeoutMs } = attempted;
  switch (outcome.kind) {
    case 'succeeded':
      return succeeded(outcome, attempted);
    case 'reused': {
      const event = {
        type: scoped(task, 'succeeded'),
        ...task,
        attempt,
        output: outcome.output,
        cached: outcome.from,
      };
      return { events: [event], reuses: 'blob' in outcome.output ? [outcome.output.blob] : [] };
    }
    case 'skipped':
      return { events: [{ type: scoped(task, 'skipped'), ...task, attempt, reason: 'condition' }] };
    case 'expanded': {
      const { value, blobs } = encoded(outcome.items);
      const { keys } = outcome;
      return { events: [{ type: 'stage.expanded', stage: task.stage, attempt, keys, items: value }], blobs };
    }
    case 'asking': {
      const { value, blobs } = encoded(outcome.prompt);
      const until = timeoutMs === undefined ? {} : { until: now + timeoutMs };
      const on = { kind: 'answer', prompt: value, ...until } as const;
      return { events: [{ type: scoped(task, 'waiting'), ...task, attempt, on }], blobs };
    }
    case 'sleeping': {
      const on = { kind: 'time', until: now + outcome.forMs } as const;
      return { events: [{ type: scoped(task, 'waiting'), ...task, attempt, on }] };
    }
    case 'calling': {
      const on = { kind: 'run', runId: outcome.runId } as const;
      return { events: [{ type: scoped(task, 'waiting'), ...task, attempt, on }] };
    }
    case 'compensated':
      return { events: [{ type: scoped(task, 'compensated'), ...task, attempt }] };
  }
}

function succeeded(
  outcome: Outcome & { kind: 'succeeded' },
  { task, attempt, cacheKey, runId }: Attempted,
): Happened {
  const { value: output, blobs } = encoded(outcome.output);
  const { degraded, next } = outcome;
  const event = {
    ...{ type: scoped(task, 'succeeded'), ...task, attempt, output },
    ...(degraded === undefined ? {} : { degraded }),
    ...(next === undefined ? {} : { next }),
  };
  const isKept = cacheKey !== undefined && degraded === undefined;
  return { events: [event], blobs, cache: isKept ? [{ ...cacheKey, output, runId }] : [] };
}

function encoded(value: unknown) {
  const { value: kept, blob } = encodeValue(value);
  return { value: kept, blobs: blob === undefined ? [] : [blob] };
}
