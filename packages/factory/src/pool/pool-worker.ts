import type { FromWorker, ToWorker } from './messages.ts';
import type { JobOutcome, PooledJob } from './pooled-job.ts';
import { HeldValues, type SharedValues } from './shared-values.ts';
import { type WorkerEnd, WorkerProcess, type WorkerProcessOptions } from './worker-process.ts';

export interface PoolWorkerOptions extends WorkerProcessOptions {
  /** Time to say that it is there, after its start. */
  readonly startMs: number;
  /** Time to answer when it has nothing to do. */
  readonly answerMs: number;
  /** Time a job may take that brings no limit of its own. */
  readonly timeMs: number;
  readonly shared: SharedValues;
}

/** One worker of a pool. It has one job at a time. */
export class PoolWorker {
  /** Packs that are set up in it, by their entry. */
  readonly packs = new Set<string>();
  jobs = 0;
  busyMs = 0;
  memoryMb = 0;
  idleSince = performance.now();
  readonly #options: PoolWorkerOptions;
  readonly #held: HeldValues;
  #process: WorkerProcess | undefined;
  #isEnding = false;
  #nonsense: 'malformed' | 'too-long' | undefined;
  #job: RunningJob | undefined;
  #onReady: (() => void) | undefined;

  private constructor(options: PoolWorkerOptions) {
    this.#options = options;
    this.#held = new HeldValues(options.shared);
  }

  /** Resolves when it takes jobs. @throws ProcessStartError, or an error with what it said last. */
  static async start(options: PoolWorkerOptions): Promise<PoolWorker> {
    const worker = new PoolWorker(options);
    worker.#process = await WorkerProcess.start(options, {
      onMessage: (message) => worker.#hear(message),
      onNonsense: (why) => {
        worker.#nonsense ??= why;
        worker.#process?.kill();
      },
    });
    if (await worker.#answers(options.startMs)) return worker;
    worker.end();
    const { lastWords } = await worker.ended;
    throw new Error(lastWords || `a worker said nothing for ${options.startMs} ms`);
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  get isBusy(): boolean {
    return this.#job !== undefined;
  }

  /** True once the pool has let go of it: its end is no crash. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  get ended(): Promise<WorkerEnd> {
    return this.#started.ended;
  }

  /** Never rejects. Whatever leaves the worker in doubt ends it. */
  async run(job: PooledJob): Promise<JobOutcome> {
    const startedAt = performance.now();
    this.jobs += 1;
    this.packs.add(job.entry);
    const outcome = await this.#outcome(job);
    this.#job = undefined;
    if (outcome.status !== 'generated' && outcome.status !== 'failed') this.end();
    this.idleSince = performance.now();
    this.busyMs += this.idleSince - startedAt;
    return outcome;
  }

  /** Whether it answers. One that does not is ended. */
  async isHealthy(): Promise<boolean> {
    const answering = this.#answers(this.#options.answerMs);
    this.#started.say({ kind: 'ping' });
    const isHealthy = await answering;
    if (!isHealthy) this.end();
    return isHealthy;
  }

  /** At once, with whatever it does. */
  end(): void {
    this.#isEnding = true;
    this.#started.kill();
  }

  async #outcome(job: PooledJob): Promise<JobOutcome> {
    const { promise, resolve } = Promise.withResolvers<JobOutcome>();
    const { answerMs } = this.#options;
    const silent = setTimeout(
      () => resolve({ status: 'untaken', why: `a worker did not answer within ${answerMs} ms` }),
      answerMs,
    );
    const running: RunningJob = { id: this.jobs, job, isTaken: false, timer: silent, resolve };
    const abort = () => resolve({ status: 'aborted' });
    this.#job = running;
    void this.ended.then((end) => resolve(this.#crashOf(running, end)));
    job.signal?.addEventListener('abort', abort);
    try {
      for (const message of this.#messagesFor(job, running.id)) this.#started.say(message);
      return await promise;
    } catch (error) {
      // Only a model that is no JSON gets here.
      return { status: 'failed', code: 'model_not_accepted', message: String(error) };
    } finally {
      clearTimeout(running.timer);
      job.signal?.removeEventListener('abort', abort);
    }
  }

  #messagesFor({ entry, generator, model: whole }: PooledJob, id: number): readonly ToWorker[] {
    const { before, model, shared } = this.#held.split(whole);
    return [...before, { kind: 'job', id, entry, generator, model, shared }];
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'ready') return this.#onReady?.();
    const running = this.#job;
    if (running === undefined || message.id !== running.id) return;
    if (message.kind === 'report') return running.job.report?.(message.message);
    clearTimeout(running.timer);
    if (message.kind === 'taken') {
      running.isTaken = true;
      const { timeMs = this.#options.timeMs } = running.job;
      running.timer = setTimeout(() => running.resolve({ status: 'timed-out', timeMs }), timeMs);
      return;
    }
    this.memoryMb = message.memoryMb;
    running.resolve(message.result);
  }

  #crashOf({ isTaken }: RunningJob, { exitCode, signal, lastWords }: WorkerEnd): JobOutcome {
    const end = signal === null ? `ended with exit code ${exitCode}` : `was ended by ${signal}`;
    if (!isTaken) return { status: 'untaken', why: `a worker ${end}: ${lastWords}` };
    if (this.#nonsense === 'too-long') {
      const limitMb = Math.round(this.#options.maxMessageBytes / 1024 / 1024);
      return {
        status: 'crashed',
        code: 'generator_output_too_large',
        reason: `made more than ${limitMb} MB.`,
      };
    }
    if (/out of memory|allocation failed|bad_alloc/i.test(lastWords)) {
      const reason = `needed more than ${this.#options.memoryMb} MB of memory.`;
      return { status: 'crashed', code: 'generator_out_of_memory', reason };
    }
    const said =
      this.#nonsense === undefined ? lastWords.slice(-600) : 'it wrote to the channel of its worker';
    return {
      status: 'crashed',
      code: 'generator_crashed',
      reason: `ended its worker, which ${end}.${said === '' ? '' : ` ${said}`}`,
    };
  }

  async #answers(withinMs: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#onReady = () => resolve(true);
    void this.ended.then(() => resolve(false));
    const timer = setTimeout(() => resolve(false), withinMs);
    const answers = await promise;
    clearTimeout(timer);
    this.#onReady = undefined;
    return answers;
  }

  get #started(): WorkerProcess {
    if (this.#process === undefined) throw new Error('The worker has not been started.');
    return this.#process;
  }
}

interface RunningJob {
  readonly id: number;
  readonly job: PooledJob;
  isTaken: boolean;
  /** Ends the wait for it to be taken, then its time. */
  timer: NodeJS.Timeout;
  readonly resolve: (outcome: JobOutcome) => void;
}
