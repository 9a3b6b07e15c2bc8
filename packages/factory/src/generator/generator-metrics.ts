/** What is known of the jobs of one generator. Times are in milliseconds and include the wait for a worker. */
export interface GeneratorMetrics {
  readonly jobs: number;
  readonly failures: number;
  readonly files: number;
  readonly characters: number;
  readonly totalMs: number;
  readonly longestMs: number;
}

const none: GeneratorMetrics = { jobs: 0, failures: 0, files: 0, characters: 0, totalMs: 0, longestMs: 0 };

export interface JobRecord {
  readonly ms: number;
  /** Undefined when the job failed. */
  readonly files: readonly { readonly content: string }[] | undefined;
}

/** Adds one job to the metrics of its generator. */
export function withJob(metrics: GeneratorMetrics = none, { ms, files }: JobRecord): GeneratorMetrics {
  return {
    jobs: metrics.jobs + 1,
    failures: metrics.failures + (files ? 0 : 1),
    files: metrics.files + (files?.length ?? 0),
    characters: metrics.characters + (files ?? []).reduce((sum, { content }) => sum + content.length, 0),
    totalMs: metrics.totalMs + ms,
    longestMs: Math.max(metrics.longestMs, ms),
  };
}

/** What two processes have recorded of one generator. */
export function addMetrics(one: GeneratorMetrics, other: GeneratorMetrics = none): GeneratorMetrics {
  return {
    jobs: one.jobs + other.jobs,
    failures: one.failures + other.failures,
    files: one.files + other.files,
    characters: one.characters + other.characters,
    totalMs: one.totalMs + other.totalMs,
    longestMs: Math.max(one.longestMs, other.longestMs),
  };
}
