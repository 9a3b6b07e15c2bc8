import { type GeneratorPoolOptions, standardPool } from './pool-options.ts';
import { PoolWorker } from './pool-worker.ts';
import { SharedValues } from './shared-values.ts';

export interface WorkerTrial {
  readonly startMs: number;
  /** From a question to its answer. */
  readonly answerMs: number;
  /** Processes at most, and the heap of each. */
  readonly count: number;
  readonly memoryMb: number;
}

/** Starts a worker as a pool with these options would, asks it, and ends it. @throws when it does not start or answer. */
export async function tryWorker(options: GeneratorPoolOptions): Promise<WorkerTrial> {
  const pool = { ...standardPool, ...options };
  const startedAt = performance.now();
  const worker = await PoolWorker.start({ ...pool, shared: new SharedValues() });
  const startMs = performance.now() - startedAt;
  try {
    if (!(await worker.isHealthy())) throw new Error(`it did not answer within ${pool.answerMs} ms`);
    const answerMs = performance.now() - startedAt - startMs;
    return { startMs, answerMs, count: pool.count, memoryMb: pool.memoryMb };
  } finally {
    worker.end();
    await worker.ended;
  }
}
