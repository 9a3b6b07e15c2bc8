import type { TreeChange } from '../file-tree/diff-trees.ts';
import { type LineChange, lineChanges } from './line-changes.ts';
import { lineContent, splitLines } from './text-lines.ts';

const context = 3;

/** Changes as people and `patch` read them, in the unified format. A file too repetitive to compare is shown whole, old and new. */
export function unifiedDiff(changes: readonly TreeChange[]): string {
  return changes.map(diffOfFile).join('');
}

function diffOfFile(change: TreeChange): string {
  const before = change.kind === 'added' ? [] : splitLines(change.before.content);
  const after = change.kind === 'removed' ? [] : splitLines(change.after.content);
  const whole = { start: 0, length: before.length, newStart: 0, newLength: after.length };
  const hunks = hunksOf(lineChanges(before, after) ?? [whole]);
  return [
    `--- ${change.kind === 'added' ? '/dev/null' : `a/${change.path}`}\n`,
    `+++ ${change.kind === 'removed' ? '/dev/null' : `b/${change.path}`}\n`,
    ...hunks.flatMap((hunk) => linesOfHunk(hunk, before, after)),
  ].join('');
}

/** Changes whose surroundings touch are shown together. */
function hunksOf(changes: readonly LineChange[]): readonly (readonly LineChange[])[] {
  const hunks: LineChange[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last && change.start - (last.start + last.length) <= 2 * context) hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function linesOfHunk(
  hunk: readonly LineChange[],
  before: readonly string[],
  after: readonly string[],
): readonly string[] {
  const [first, last] = [hunk[0], hunk.at(-1)];
  if (!first || !last) return [];
  const start = Math.max(0, first.start - context);
  const end = Math.min(before.length, last.start + last.length + context);
  const newStart = first.newStart - (first.start - start);
  const lines: string[] = [];
  let at = start;
  for (const { start: from, length, newStart: to, newLength } of hunk) {
    lines.push(...marked(' ', before.slice(at, from)));
    lines.push(...marked('-', before.slice(from, from + length)));
    lines.push(...marked('+', after.slice(to, to + newLength)));
    at = from + length;
  }
  lines.push(...marked(' ', before.slice(at, end)));
  const newLength = lines.filter((line) => !line.startsWith('-') && !line.startsWith('\\')).length;
  return [`@@ -${range(start, end - start)} +${range(newStart, newLength)} @@\n`, ...lines];
}

const range = (start: number, length: number): string => `${length === 0 ? start : start + 1},${length}`;

function marked(mark: string, lines: readonly string[]): readonly string[] {
  return lines.map((line) =>
    line.endsWith('\n') ? mark + line : `${mark}${lineContent(line)}\n\\ No newline at end of file\n`,
  );
}
