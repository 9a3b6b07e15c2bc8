/** Thrown when a generator in a worker thread throws; `code` is that of its error where it had one. */
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

/** Thrown when a generator did not finish in its time; its thread was ended and replaced. */
export class GeneratorTimeoutError extends Error {
  readonly code = 'generator_timed_out';
  readonly generator: string;
  constructor(generator: string, timeMs: number) {
    super(`${generator} did not finish within ${timeMs} ms. Give it more time, or a smaller model.`);
    this.name = 'GeneratorTimeoutError';
    this.generator = generator;
  }
}

/** Thrown when the thread of a generator ended under it: out of memory, or by its own doing. The thread was replaced. */
export class GeneratorCrashedError extends Error {
  readonly code: 'generator_out_of_memory' | 'generator_crashed';
  readonly generator: string;
  constructor(generator: string, cause: Error, memoryMb: number) {
    const isMemory = 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
    super(
      isMemory
        ? `${generator} needed more than ${memoryMb} MB of memory.`
        : `The thread of ${generator} ended under it: ${cause.message}`,
      { cause },
    );
    this.name = 'GeneratorCrashedError';
    this.code = isMemory ? 'generator_out_of_memory' : 'generator_crashed';
    this.generator = generator;
  }
}
