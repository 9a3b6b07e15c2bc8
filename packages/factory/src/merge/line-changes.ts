import { diffIndices } from 'node-diff3';

/** Lines `start` to `start + length` of the old text became lines `newStart` to `newStart + newLength`. */
export interface LineChange {
  readonly start: number;
  readonly length: number;
  readonly newStart: number;
  readonly newLength: number;
}

/** Pairs of equal lines that are looked at before a text counts as too repetitive to compare. */
const mostPairs = 20_000_000;

/** What became of the old lines, from top to bottom; undefined when the texts repeat themselves too much to tell in reasonable time. */
export function lineChanges(
  before: readonly string[],
  after: readonly string[],
): readonly LineChange[] | undefined {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const oldMiddle = before.slice(head, before.length - tail);
  const newMiddle = after.slice(head, after.length - tail);
  if (equalPairs(oldMiddle, newMiddle) > mostPairs) return undefined;
  return diffIndices(oldMiddle, newMiddle).map(({ buffer1, buffer2 }) => ({
    start: buffer1[0] + head,
    length: buffer1[1],
    newStart: buffer2[0] + head,
    newLength: buffer2[1],
  }));
}

function equalPairs(before: readonly string[], after: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const line of before) counts.set(line, (counts.get(line) ?? 0) + 1);
  return after.reduce((sum, line) => sum + (counts.get(line) ?? 0), 0);
}
