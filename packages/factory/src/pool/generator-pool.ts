import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { FileTree } from '../file-tree/file-tree.ts';
import { GeneratorCrashedError, GeneratorFailedError, GeneratorTimeoutError } from './errors.ts';
import type { GeneratorJob, GeneratorJobResult } from './generator-job.ts';
import { type GeneratorMetrics, withJob } from './generator-metrics.ts';

export interface GeneratorPoolOptions {
  /** Version of the running Millwright. */
  readonly millwright: string;
  /** One per processor when left out. */
  readonly threads?: number;
  /** Heap of one thread, in MB. 256 when left out. */
  readonly memoryMb?: number;
  /** A thread without work ends after this time. 10 s when left out. */
  readonly idleMs?: number;
}

export interface PooledJob extends Pick<GeneratorJob, 'entry' | 'generator' | 'model'> {
  /** Time the job may take, the wait for a thread included. A minute when left out. */
  readonly timeMs?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface PoolDiagnostics {
  readonly threads: number;
  /** Threads without work. */
  readonly idle: number;
  /** Jobs that wait for a thread. */
  readonly waiting: number;
  /** By generator. */
  readonly generators: Readonly<Record<string, GeneratorMetrics>>;
}

const standard = { memoryMb: 256, idleMs: 10_000, timeMs: 60_000 };

/**
 * Runs generators of packs on worker threads, each job on the thread with the least to do. A job that takes too long,
 * too much memory or its thread with it fails alone; the thread is replaced.
 *
 * The limit of memory stops what grows step by step. Who asks for much at once can end the whole process, because V8 has no way
 * back from there: code that nobody trusts belongs in the sandbox.
 */
export class GeneratorPool implements AsyncDisposable {
  readonly #pool: Piscina<GeneratorJob, GeneratorJobResult>;
  readonly #millwright: string;
  readonly #memoryMb: number;
  readonly #metrics = new Map<string, GeneratorMetrics>();

  constructor({ millwright, threads, memoryMb, idleMs }: GeneratorPoolOptions) {
    this.#millwright = millwright;
    this.#memoryMb = memoryMb ?? standard.memoryMb;
    this.#pool = new Piscina({
      filename: new URL('./generator-worker.ts', import.meta.url).href,
      minThreads: 0,
      maxThreads: threads ?? availableParallelism(),
      idleTimeout: idleMs ?? standard.idleMs,
      resourceLimits: { maxOldGenerationSizeMb: this.#memoryMb },
      // A generator needs nothing of the environment, and must not see what is secret in it.
      env: {},
    });
    // A thread may also end between jobs; the pool replaces it, and no job is concerned.
    this.#pool.on('error', () => undefined);
  }

  /** @throws GeneratorFailedError, GeneratorTimeoutError, GeneratorCrashedError, or the reason of `signal`. */
  async run({ entry, generator, model, timeMs = standard.timeMs, signal }: PooledJob): Promise<FileTree> {
    const startedAt = performance.now();
    const limit = AbortSignal.timeout(timeMs);
    const record = (files?: FileTree) => {
      const ms = performance.now() - startedAt;
      const job = { ms, ...(files && { files: files.files() }) };
      this.#metrics.set(generator, withJob(this.#metrics.get(generator), job));
    };
    try {
      const job = { entry, generator, model, millwright: this.#millwright };
      const result = await this.#pool.run(job, { signal: signal ? AbortSignal.any([signal, limit]) : limit });
      if (result.status === 'failed') throw new GeneratorFailedError(generator, result.code, result.message);
      const tree = FileTree.from(result.files);
      record(tree);
      return tree;
    } catch (error) {
      record();
      if (signal?.aborted) throw signal.reason;
      if (limit.aborted) throw new GeneratorTimeoutError(generator, timeMs);
      if (error instanceof GeneratorFailedError) throw error;
      throw new GeneratorCrashedError(generator, error as Error, this.#memoryMb);
    }
  }

  diagnostics(): PoolDiagnostics {
    const { threads, idleThreads, queueSize } = this.#pool;
    return {
      threads: threads.length,
      idle: idleThreads,
      waiting: queueSize,
      generators: Object.fromEntries(this.#metrics),
    };
  }

  /** Lets running jobs end; those that wait fail. */
  async close(): Promise<void> {
    await this.#pool.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.destroy();
  }
}
