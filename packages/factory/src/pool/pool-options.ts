import { availableParallelism } from 'node:os';

export interface GeneratorPoolOptions {
  /** Version of the running Millwright. */
  readonly millwright: string;
  /** Names of the services that packs are to find; none can be used in a worker. */
  readonly services?: readonly string[];
  /** Processes at most. One per processor when left out. */
  readonly count?: number;
  /** Heap of one worker, in MB. */
  readonly memoryMb?: number;
  /** Time a job may take once a worker has begun. */
  readonly timeMs?: number;
  /** Bytes of the files of one job, as JSON. */
  readonly maxMessageBytes?: number;
  /** Time an idle worker has to answer. */
  readonly answerMs?: number;
  /** How often idle workers are asked whether they are there. */
  readonly healthMs?: number;
  /** A worker without work ends after this time. */
  readonly idleMs?: number;
  /** Time a worker has to start. */
  readonly startMs?: number;
}

export const standardPool = {
  services: [] as readonly string[],
  count: availableParallelism(),
  memoryMb: 256,
  timeMs: 60_000,
  maxMessageBytes: 64 * 1024 * 1024,
  answerMs: 10_000,
  healthMs: 5_000,
  idleMs: 30_000,
  startMs: 60_000,
} as const;
