/** Thrown when a generator in a worker throws; `code` is that of its error where it had one. */
export class GeneratorFailedError extends Error {
  readonly code: string;
  readonly generator: string;
  constructor(generator: string, code: string, message: string) {
    super(message);
    this.name = 'GeneratorFailedError';
    this.code = code;
    this.generator = generator;
  }
}

/** Thrown when a generator did not finish in its time; its worker was ended and is replaced. */
export class GeneratorTimeoutError extends Error {
  readonly code = 'generator_timed_out';
  readonly generator: string;
  constructor(generator: string, timeMs: number) {
    super(`${generator} did not finish within ${timeMs} ms. Give it more time, or a smaller model.`);
    this.name = 'GeneratorTimeoutError';
    this.generator = generator;
  }
}

export type CrashCode = 'generator_out_of_memory' | 'generator_output_too_large' | 'generator_crashed';

/** Thrown when the worker of a generator ended under it, by its doing or for what it took. The worker is replaced. */
export class GeneratorCrashedError extends Error {
  readonly code: CrashCode;
  readonly generator: string;
  constructor(generator: string, code: CrashCode, reason: string) {
    super(`${generator} ${reason}`);
    this.name = 'GeneratorCrashedError';
    this.code = code;
    this.generator = generator;
  }
}

/** Thrown when workers do not start here, or do not answer: nothing is known of the generator. */
export class PoolUnavailableError extends Error {
  readonly code = 'pool_unavailable';
  constructor(reason: string) {
    super(`No worker process can take generators: ${reason}`);
    this.name = 'PoolUnavailableError';
  }
}
