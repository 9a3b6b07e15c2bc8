import { encodeValue } from '../journal/encode-value.ts';
import { type EventBody, scoped, type TaskRef, type Wait } from '../journal/event.ts';
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

export interface Attempted {
  readonly task: TaskRef;
  readonly attempt: number;
  readonly now: number;
  readonly timeoutMs: number | undefined;
  readonly runId: string;
  /** Where the result is to be kept for later runs. */
  readonly cacheKey: CacheKey | undefined;
}

type Describe = {
  readonly [Kind in Outcome['kind']]: (
    outcome: Extract<Outcome, { kind: Kind }>,
    attempted: Attempted,
  ) => Happened;
};

const describe: Describe = {
  succeeded: ({ output: result, degraded, next }, { task, attempt, cacheKey, runId }) => {
    const { value: output, blobs } = encoded(result);
    const event = {
      type: scoped(task, 'succeeded'),
      ...task,
      attempt,
      output,
      ...(degraded === undefined ? {} : { degraded }),
      ...(next === undefined ? {} : { next }),
    };
    const isKept = cacheKey !== undefined && degraded === undefined;
    return { events: [event], blobs, cache: isKept ? [{ ...cacheKey, output, runId }] : [] };
  },
  reused: ({ output, from }, { task, attempt }) => {
    const event = { type: scoped(task, 'succeeded'), ...task, attempt, output, cached: from };
    return { events: [event], reuses: 'blob' in output ? [output.blob] : [] };
  },
  skipped: (_, { task, attempt }) => {
    return { events: [{ type: scoped(task, 'skipped'), ...task, attempt, reason: 'condition' }] };
  },
  expanded: ({ items, keys }, { task, attempt }) => {
    const { value, blobs } = encoded(items);
    return { events: [{ type: 'stage.expanded', stage: task.stage, attempt, keys, items: value }], blobs };
  },
  asking: ({ prompt: question }, attempted) => {
    const { value: prompt, blobs } = encoded(question);
    const { now, timeoutMs } = attempted;
    const until = timeoutMs === undefined ? {} : { until: now + timeoutMs };
    return { ...waiting(attempted, { kind: 'answer', prompt, ...until }), blobs };
  },
  sleeping: ({ forMs }, attempted) => waiting(attempted, { kind: 'time', until: attempted.now + forMs }),
  calling: ({ runId }, attempted) => waiting(attempted, { kind: 'run', runId }),
  compensated: (_, { task, attempt }) => ({
    events: [{ type: scoped(task, 'compensated'), ...task, attempt }],
  }),
};

/** The event for an outcome. Throws ValueNotSerialisableError when the result cannot be kept. */
export function happenedFor(outcome: Outcome, attempted: Attempted): Happened {
  const handle = describe[outcome.kind] as (outcome: Outcome, attempted: Attempted) => Happened;
  return handle(outcome, attempted);
}

function waiting({ task, attempt }: Attempted, on: Wait): Happened {
  return { events: [{ type: scoped(task, 'waiting'), ...task, attempt, on }] };
}

function encoded(value: unknown) {
  const { value: kept, blob } = encodeValue(value);
  return { value: kept, blobs: blob === undefined ? [] : [blob] };
}
