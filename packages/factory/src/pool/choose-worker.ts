interface Choosable {
  readonly packs: ReadonlySet<string>;
  readonly busyMs: number;
}

/** Of the workers without a job, one that has the pack set up already, and of those the one that has worked least. */
export function chooseWorker<Worker extends Choosable>(
  idle: readonly Worker[],
  entry: string,
): Worker | undefined {
  return idle.toSorted(
    (a, b) => Number(b.packs.has(entry)) - Number(a.packs.has(entry)) || a.busyMs - b.busyMs,
  )[0];
}
