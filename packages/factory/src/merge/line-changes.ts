import { diffIndices } from 'node-diff3';
import { type Anchor, findAnchors } from './find-anchors.ts';

/** Lines `start` to `start + length` of the old text became lines `newStart` to `newStart + newLength`. */
export interface LineChange {
  readonly start: number;
  readonly length: number;
  readonly newStart: number;
  readonly newLength: number;
}

/** Pairs of equal lines that are looked at before a text counts as too repetitive to compare. */
const mostPairs = 20_000_000;

/**
 * What became of the old lines, from top to bottom; undefined when the texts repeat themselves too much to tell in reasonable
 * time. Lines that are the only ones of their kind in both texts hold them together; only what lies between is compared further.
 */
export function lineChanges(
  before: readonly string[],
  after: readonly string[],
): readonly LineChange[] | undefined {
  const ends: Anchor = { before: before.length, after: after.length };
  const changes: LineChange[] = [];
  let pairs = 0;
  let [start, newStart] = [0, 0];
  for (const anchor of [...findAnchors(before, after), ends]) {
    const gap = trim(before, after, { start, end: anchor.before, newStart, newEnd: anchor.after });
    const [old, renewed] = [before.slice(gap.start, gap.end), after.slice(gap.newStart, gap.newEnd)];
    pairs += equalPairs(old, renewed);
    if (pairs > mostPairs) return undefined;
    changes.push(...changesOf(gap, old, renewed));
    [start, newStart] = [anchor.before + 1, anchor.after + 1];
  }
  return changes;
}

interface Gap {
  readonly start: number;
  readonly end: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** Without the lines that both begin and both end with. */
function trim(before: readonly string[], after: readonly string[], gap: Gap): Gap {
  let { start, end, newStart, newEnd } = gap;
  while (start < end && newStart < newEnd && before[start] === after[newStart]) {
    start += 1;
    newStart += 1;
  }
  while (start < end && newStart < newEnd && before[end - 1] === after[newEnd - 1]) {
    end -= 1;
    newEnd -= 1;
  }
  return { start, end, newStart, newEnd };
}

function changesOf(gap: Gap, old: string[], renewed: string[]): readonly LineChange[] {
  if (old.length === 0 && renewed.length === 0) return [];
  return diffIndices(old, renewed).map(({ buffer1, buffer2 }) => ({
    start: buffer1[0] + gap.start,
    length: buffer1[1],
    newStart: buffer2[0] + gap.newStart,
    newLength: buffer2[1],
  }));
}

function equalPairs(before: readonly string[], after: readonly string[]): number {
  if (before.length === 0 || after.length === 0) return 0;
  const counts = new Map<string, number>();
  for (const line of before) counts.set(line, (counts.get(line) ?? 0) + 1);
  return after.reduce((sum, line) => sum + (counts.get(line) ?? 0), 0);
}
