import { type LineChange, lineChanges } from './line-changes.ts';
import { unionOfImports } from './union-of-imports.ts';

/** Lines for merging: what is compared, and what is kept. */
export interface Lines {
  readonly keys: readonly string[];
  readonly lines: readonly string[];
}

export interface LineConflict {
  /** Index into the merged lines. */
  readonly at: number;
  readonly base: readonly string[];
  readonly theirs: readonly string[];
  readonly generated: readonly string[];
}

export interface MergedLines {
  readonly lines: readonly string[];
  readonly conflicts: readonly LineConflict[];
}

/**
 * Merges the changes of two sides to a base. Where both changed the same lines in different ways, theirs stay and the place is
 * a conflict. Undefined when the texts are too repetitive to be compared.
 *
 * 1. A line of theirs that the base does not have is in the result.
 * 2. Lines that neither side changed keep the spelling of theirs.
 * 3. A change beside another, touching it but not the same lines, is no conflict.
 */
export function mergeLines(base: Lines, theirs: Lines, generated: Lines): MergedLines | undefined {
  const theirChanges = lineChanges(base.keys, theirs.keys);
  const newChanges = lineChanges(base.keys, generated.keys);
  if (!theirChanges || !newChanges) return undefined;
  const merged = new Merge(base, theirs, generated);
  for (const group of groupChanges(theirChanges, newChanges)) merged.take(group);
  return merged.finish();
}

/** Changes of both sides that concern the same lines of the base. */
interface Group {
  start: number;
  end: number;
  readonly theirs: LineChange[];
  readonly generated: LineChange[];
}

function groupChanges(theirs: readonly LineChange[], generated: readonly LineChange[]): readonly Group[] {
  const all = [
    ...theirs.map((change) => ({ side: 'theirs' as const, change })),
    ...generated.map((change) => ({ side: 'generated' as const, change })),
  ].toSorted((a, b) => a.change.start - b.change.start || a.change.length - b.change.length);
  const groups: Group[] = [];
  for (const { side, change } of all) {
    const last = groups.at(-1);
    const group = last && meets(last, change) ? last : undefined;
    const end = change.start + change.length;
    if (group) {
      group.end = Math.max(group.end, end);
      group[side].push(change);
    } else {
      groups.push({ start: change.start, end, theirs: [], generated: [], [side]: [change] });
    }
  }
  return groups;
}

/** Two insertions between the same lines meet as well: nobody can say which goes first. */
function meets(group: Group, change: LineChange): boolean {
  return (
    change.start < group.end ||
    (change.start === group.start && group.end === group.start && change.length === 0)
  );
}

class Merge {
  readonly #base: Lines;
  readonly #theirs: Lines;
  readonly #generated: Lines;
  readonly #merged: string[] = [];
  readonly #conflicts: LineConflict[] = [];
  #inBase = 0;
  #inTheirs = 0;
  #inGenerated = 0;

  constructor(base: Lines, theirs: Lines, generated: Lines) {
    this.#base = base;
    this.#theirs = theirs;
    this.#generated = generated;
  }

  take(group: Group): void {
    this.#keepUntil(group.start);
    const length = group.end - group.start;
    const theirEnd = this.#inTheirs + length + growth(group.theirs);
    const newEnd = this.#inGenerated + length + growth(group.generated);
    if (group.generated.length === 0) this.#push(this.#theirs, this.#inTheirs, theirEnd);
    else if (group.theirs.length === 0) this.#push(this.#generated, this.#inGenerated, newEnd);
    else this.#settle(group, theirEnd, newEnd);
    this.#inBase = group.end;
    this.#inTheirs = theirEnd;
    this.#inGenerated = newEnd;
  }

  finish(): MergedLines {
    this.#keepUntil(this.#base.keys.length);
    return { lines: this.#merged, conflicts: this.#conflicts };
  }

  #keepUntil(start: number): void {
    const length = start - this.#inBase;
    this.#push(this.#theirs, this.#inTheirs, this.#inTheirs + length);
    this.#inBase = start;
    this.#inTheirs += length;
    this.#inGenerated += length;
  }

  /** Both sides changed these lines. What they begin and end with in common was changed the same way. */
  #settle(group: Group, theirEnd: number, newEnd: number): void {
    let [theirStart, newStart] = [this.#inTheirs, this.#inGenerated];
    const [theirStop, newStop] = [theirEnd, newEnd];
    const isSame = (a: number, b: number) => this.#theirs.keys[a] === this.#generated.keys[b];
    while (theirStart < theirStop && newStart < newStop && isSame(theirStart, newStart)) {
      theirStart += 1;
      newStart += 1;
    }
    let tail = 0;
    const room = Math.min(theirStop - theirStart, newStop - newStart);
    while (tail < room && isSame(theirStop - 1 - tail, newStop - 1 - tail)) tail += 1;
    this.#push(this.#theirs, this.#inTheirs, theirStart);
    this.#decide(
      this.#base.lines.slice(group.start, group.end),
      this.#theirs.lines.slice(theirStart, theirStop - tail),
      this.#generated.lines.slice(newStart, newStop - tail),
    );
    this.#push(this.#theirs, theirStop - tail, theirStop);
  }

  #decide(base: readonly string[], theirs: readonly string[], generated: readonly string[]): void {
    if (base.length === 0 && theirs.length === 0) return void this.#merged.push(...generated);
    const isConflict = generated.length > 0 || (theirs.length > 0 && base.length > 0);
    const union = base.length === 0 ? unionOfImports(theirs, generated) : undefined;
    if (isConflict && !union) this.#conflicts.push({ at: this.#merged.length, base, theirs, generated });
    this.#merged.push(...(union ?? theirs));
  }

  #push(from: Lines, start: number, end: number): void {
    for (let index = start; index < end; index++) this.#merged.push(from.lines[index] ?? '');
  }
}

function growth(changes: readonly LineChange[]): number {
  return changes.reduce((sum, { length, newLength }) => sum + newLength - length, 0);
}
