import { FileTree } from '../file-tree/file-tree.ts';
import { backoffMs } from './backoff.ts';
import { chooseWorker } from './choose-worker.ts';
import {
  GeneratorCrashedError,
  GeneratorFailedError,
  GeneratorTimeoutError,
  PoolUnavailableError,
} from './errors.ts';
import { PoolWorker } from './pool-worker.ts';
import type { JobOutcome, PooledJob } from './pooled-job.ts';
import { type GeneratorPoolOptions, standardPool } from './pool-options.ts';
import { SharedValues } from './shared-values.ts';

export interface PoolDiagnostics {
  readonly workers: readonly WorkerDiagnostics[];
  /** Jobs that wait for a worker. */
  readonly waiting: number;
  readonly started: number;
  /** Workers that ended under a job or by themselves. */
  readonly crashed: number;
  /** Workers that were ended because their job took too long. */
  readonly timedOut: number;
  /** Workers that were ended because they did not answer. */
  readonly unanswering: number;
}

export interface WorkerDiagnostics {
  readonly pid: number;
  readonly status: 'idle' | 'busy';
  readonly jobs: number;
  readonly busyMs: number;
  /** After its last job. */
  readonly memoryMb: number;
  readonly packs: number;
}

/** How often a job is handed on when workers end before they begin it, and how many workers may fail to start in a row. */
const mostTries = 3;

/**
 * Runs generators of packs in child processes, each job in one that has its pack set up already or else the least to do. A job
 * that loops, takes too much memory or ends its process fails alone, and the process is replaced.
 */
export class GeneratorPool implements AsyncDisposable {
  readonly #options: Required<GeneratorPoolOptions>;
  readonly #workers = new Set<PoolWorker>();
  readonly #waiting: Task[] = [];
  readonly #shared = new SharedValues();
  readonly #counts = { started: 0, crashed: 0, timedOut: 0, unanswering: 0 };
  #starting = 0;
  #failedStarts = 0;
  /** Crashes since a job was last finished. */
  #crashes = 0;
  #restart: NodeJS.Timeout | undefined;
  #health: NodeJS.Timeout | undefined;
  #isChecking = false;
  #isClosed = false;

  constructor(options: GeneratorPoolOptions) {
    this.#options = { ...standardPool, ...options };
  }

  /** @throws GeneratorFailedError, GeneratorTimeoutError, GeneratorCrashedError, PoolUnavailableError, or the reason of `signal`. */
  async run(job: PooledJob): Promise<FileTree> {
    job.signal?.throwIfAborted();
    if (this.#isClosed) throw new PoolUnavailableError('the pool is closed.');
    const { promise, resolve, reject } = Promise.withResolvers<FileTree>();
    const task: Task = { job, resolve, reject, tries: 0 };
    const leave = () => {
      const index = this.#waiting.indexOf(task);
      if (index === -1) return;
      this.#waiting.splice(index, 1);
      reject(job.signal?.reason);
    };
    job.signal?.addEventListener('abort', leave);
    this.#waiting.push(task);
    this.#handOut();
    try {
      return await promise;
    } finally {
      job.signal?.removeEventListener('abort', leave);
    }
  }

  diagnostics(): PoolDiagnostics {
    const workers = [...this.#workers].map(({ pid, isBusy, jobs, busyMs, memoryMb, packs }) => ({
      pid,
      status: isBusy ? ('busy' as const) : ('idle' as const),
      jobs,
      busyMs: Math.round(busyMs),
      memoryMb,
      packs: packs.size,
    }));
    return { workers, waiting: this.#waiting.length, ...this.#counts };
  }

  /** Ends all workers; jobs that wait or run fail. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#restart);
    clearInterval(this.#health);
    this.#refuseWaiting('the pool is closed.');
    const workers = [...this.#workers];
    for (const worker of workers) worker.end();
    await Promise.all(workers.map(({ ended }) => ended));
  }

  #handOut(): void {
    while (this.#waiting.length > 0) {
      const entry = this.#waiting[0]?.job.entry ?? '';
      const worker = chooseWorker(this.#idle(), entry);
      const task = worker && this.#waiting.shift();
      if (!worker || !task) break;
      void this.#serve(worker, task);
    }
    this.#startWorkers();
  }

  #startWorkers(): void {
    if (this.#isClosed || this.#restart !== undefined) return;
    const wanted = Math.min(
      this.#waiting.length - this.#starting,
      this.#options.count - this.#workers.size - this.#starting,
    );
    for (let index = 0; index < wanted; index++) void this.#startWorker();
  }

  async #startWorker(): Promise<void> {
    this.#starting += 1;
    this.#counts.started += 1;
    try {
      const worker = await PoolWorker.start({ ...this.#options, shared: this.#shared });
      this.#failedStarts = 0;
      this.#workers.add(worker);
      if (this.#isClosed) worker.end();
      void worker.ended.then(() => this.#forget(worker));
      this.#health ??= setInterval(() => void this.#checkHealth(), this.#options.healthMs).unref();
    } catch (error) {
      this.#failedStarts += 1;
      this.#backOff();
      if (this.#failedStarts >= mostTries) {
        this.#failedStarts = 0;
        this.#refuseWaiting(error instanceof Error ? error.message : String(error));
      }
    } finally {
      this.#starting -= 1;
      this.#handOut();
    }
  }

  #forget(worker: PoolWorker): void {
    this.#workers.delete(worker);
    if (!worker.isEnding) this.#backOff();
    this.#handOut();
  }

  /** New workers wait the longer, the more have crashed. */
  #backOff(): void {
    if (this.#isClosed) return;
    this.#counts.crashed += 1;
    this.#crashes += 1;
    clearTimeout(this.#restart);
    this.#restart = setTimeout(() => {
      this.#restart = undefined;
      this.#handOut();
    }, backoffMs(this.#crashes));
  }

  async #serve(worker: PoolWorker, task: Task): Promise<void> {
    const outcome = await worker.run(task.job);
    if (outcome.status === 'untaken') this.#handOn(task, outcome.why);
    else this.#settle(task, outcome, worker);
    this.#handOut();
  }

  #handOn(task: Task, why: string): void {
    this.#counts.unanswering += 1;
    task.tries += 1;
    if (task.tries < mostTries && !this.#isClosed) this.#waiting.unshift(task);
    else task.reject(new PoolUnavailableError(why));
  }

  #settle({ job, resolve, reject }: Task, outcome: Taken, worker: PoolWorker): void {
    const { generator, signal } = job;
    switch (outcome.status) {
      case 'generated':
      case 'failed':
        this.#crashes = 0;
        // What it has grown to may never be given back: the next job gets a new one.
        if (worker.memoryMb > this.#options.memoryMb) worker.end();
        if (outcome.status === 'failed')
          return reject(new GeneratorFailedError(generator, outcome.code, outcome.message));
        return settleWith(() => FileTree.from(outcome.files), resolve, reject);
      case 'timed-out':
        this.#counts.timedOut += 1;
        return reject(new GeneratorTimeoutError(generator, outcome.timeMs));
      case 'crashed':
        return reject(new GeneratorCrashedError(generator, outcome.code, outcome.reason));
      case 'aborted':
        return reject(signal?.reason);
    }
  }

  async #checkHealth(): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    const now = performance.now();
    const check = async (worker: PoolWorker) => {
      if (now - worker.idleSince > this.#options.idleMs) worker.end();
      else if (!(await worker.isHealthy())) this.#counts.unanswering += 1;
    };
    await Promise.all(this.#idle().map(check));
    this.#isChecking = false;
  }

  #idle(): readonly PoolWorker[] {
    return [...this.#workers].filter(({ isBusy, isEnding }) => !isBusy && !isEnding);
  }

  #refuseWaiting(reason: string): void {
    for (const task of this.#waiting.splice(0)) task.reject(new PoolUnavailableError(reason));
  }
}

type Taken = Exclude<JobOutcome, { readonly status: 'untaken' }>;

interface Task {
  readonly job: PooledJob;
  readonly resolve: (tree: FileTree) => void;
  readonly reject: (reason: unknown) => void;
  /** Workers that it was given to and that did not begin it. */
  tries: number;
}

function settleWith<Value>(
  make: () => Value,
  resolve: (value: Value) => void,
  reject: (reason: unknown) => void,
): void {
  try {
    resolve(make());
  } catch (error) {
    reject(error);
  }
}
