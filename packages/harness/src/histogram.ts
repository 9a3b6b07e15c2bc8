/** Upper bounds in seconds. */
const BOUNDS = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** Counts durations in buckets, as Prometheus histograms do. */
export class Histogram {
  readonly #counts = Array.from({ length: BOUNDS.length + 1 }, () => 0);
  #sumSeconds = 0;

  observe(seconds: number): void {
    let bucket = 0;
    while (bucket < BOUNDS.length && seconds > (BOUNDS[bucket] as number)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
    this.#sumSeconds += seconds;
  }

  /** Cumulative counts by upper bound; the last bound is infinity. */
  snapshot(): {
    readonly buckets: readonly { le: number; count: number }[];
    readonly sum: number;
    readonly count: number;
  } {
    let count = 0;
    const buckets = this.#counts.map((own, index) => {
      count += own;
      return { le: BOUNDS[index] ?? Number.POSITIVE_INFINITY, count };
    });
    return { buckets, sum: this.#sumSeconds, count };
  }
}
