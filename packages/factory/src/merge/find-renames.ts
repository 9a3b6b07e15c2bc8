import type { FileTree, GeneratedFile } from '../file-tree/file-tree.ts';
import { lineContent, splitLines } from './text-lines.ts';

/** Share of lines that two files have in common before one counts as the other under a new name. */
const leastSimilarity = 0.6;
/** A file of fewer lines says too little to be known again, unless it is the same throughout. */
const fewestLines = 4;

/**
 * Files of the base that a person gave another name: from the old path to the new one. Each file is at most one other file;
 * of several that are alike, the most similar is it.
 */
export function findRenames(base: FileTree, theirs: FileTree): ReadonlyMap<string, string> {
  const missing = base.files().filter(({ path }) => !theirs.get(path));
  if (missing.length === 0) return new Map();
  const added = theirs.files().filter(({ path }) => !base.get(path));
  const pairs = missing
    .flatMap((from) => added.map((to) => ({ from: from.path, to: to.path, likeness: likeness(from, to) })))
    .filter((pair) => pair.likeness >= leastSimilarity)
    .toSorted((a, b) => b.likeness - a.likeness || sharedEnd(b.from, b.to) - sharedEnd(a.from, a.to));
  const renames = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to } of pairs) {
    if (renames.has(from) || taken.has(to)) continue;
    renames.set(from, to);
    taken.add(to);
  }
  return renames;
}

/** From 0 to 1: twice the lines in common by the lines of both. Files of another kind have nothing in common. */
function likeness(from: GeneratedFile, to: GeneratedFile): number {
  if (extension(from.path) !== extension(to.path) || from.content.trim() === '') return 0;
  if (from.content === to.content) return 1;
  const [left, right] = [countsOf(from), countsOf(to)];
  if (Math.min(left.total, right.total) < fewestLines) return 0;
  if (Math.min(left.total, right.total) / Math.max(left.total, right.total) < leastSimilarity / 2) return 0;
  let common = 0;
  for (const [line, count] of left.lines) common += Math.min(count, right.lines.get(line) ?? 0);
  return Math.min(0.999, (2 * common) / (left.total + right.total));
}

interface LineCounts {
  readonly lines: ReadonlyMap<string, number>;
  readonly total: number;
}

const known = new WeakMap<GeneratedFile, LineCounts>();

function countsOf(file: GeneratedFile): LineCounts {
  const present = known.get(file);
  if (present) return present;
  const lines = new Map<string, number>();
  let total = 0;
  for (const line of splitLines(file.content)) {
    const content = lineContent(line).trim();
    if (content === '') continue;
    lines.set(content, (lines.get(content) ?? 0) + 1);
    total += 1;
  }
  const counts = { lines, total };
  known.set(file, counts);
  return counts;
}

export function extension(path: string): string {
  return /\.[^./]+$/.exec(path)?.[0] ?? '';
}

/** Of two candidates that are equally alike, the one whose path ends alike is more likely the same file, moved. */
function sharedEnd(left: string, right: string): number {
  let length = 0;
  while (length < Math.min(left.length, right.length) && left.at(-1 - length) === right.at(-1 - length))
    length += 1;
  return length;
}
