import type { RunEvent } from '../../journal/event.ts';

/** The chain of steps that decides how long a run takes at least. */
export interface CriticalPath {
  readonly steps: readonly string[];
  /** Undefined when nothing is known about how long the steps take. The path is then the one with the most steps. */
  readonly ms: number | undefined;
}

interface Timed {
  readonly name: string;
  readonly needs: readonly string[];
  readonly estimateMs: number | undefined;
}

/** `steps` in order; a measured time counts before an estimated one, and a step without either takes no time. */
export function criticalPath(
  steps: readonly Timed[],
  measuredMs: Readonly<Record<string, number>> = {},
): CriticalPath {
  const own = steps.map(({ name, estimateMs }) => measuredMs[name] ?? estimateMs);
  const isTimed = own.some((ms) => ms !== undefined);
  const ends = new Map<string, End>();
  for (const [index, { name, needs }] of steps.entries()) {
    const before = longestOf(needs, ends);
    const ms = isTimed ? (own[index] ?? 0) : 1;
    ends.set(name, endAfter(before, ms));
  }
  const last = longestOf([...ends.keys()], ends);
  const path: string[] = [];
  for (let name = last?.name; name !== undefined; name = ends.get(name)?.before) path.unshift(name);
  return { steps: path, ms: isTimed ? last?.total : undefined };
}

/** Where a step ends, if it begins as soon as it can. */
interface End {
  readonly total: number;
  /** Steps on the way, itself included. */
  readonly length: number;
  readonly before: string | undefined;
}

type NamedEnd = End & { readonly name: string };

function endAfter(before: NamedEnd | undefined, ms: number): End {
  if (before === undefined) return { total: ms, length: 1, before: undefined };
  return { total: before.total + ms, length: before.length + 1, before: before.name };
}

/** Of steps that take equally long, the one with the longer chain before it. */
function longestOf(names: readonly string[], ends: ReadonlyMap<string, End>): NamedEnd | undefined {
  let longest: NamedEnd | undefined;
  for (const name of names) {
    const end = ends.get(name);
    if (end !== undefined && (longest === undefined || isLater(end, longest))) longest = { ...end, name };
  }
  return longest;
}

function isLater(end: End, than: End): boolean {
  return end.total > than.total || (end.total === than.total && end.length > than.length);
}

/** How long each stage of a run took, from its first start to its success. */
export function measuredDurations(events: Iterable<RunEvent>): Readonly<Record<string, number>> {
  const starts = new Map<string, number>();
  const durations: Record<string, number> = {};
  for (const event of events) {
    if (event.type === 'stage.started' && !starts.has(event.stage)) starts.set(event.stage, event.at);
    if (event.type === 'stage.succeeded')
      durations[event.stage] = event.at - (starts.get(event.stage) ?? event.at);
  }
  return durations;
}
