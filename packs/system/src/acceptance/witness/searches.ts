import type { SystemModel } from '../../model/system.ts';
import { noteVolatile } from '../../tracking/reads.ts';

/** What searches for examples found, for each operation once. */
export interface Searches<Found> {
  /** What a search finds, or found before; while the very search is under way, what it has found so far. */
  result(name: string, begin: () => Search<Found>): Found;
  isUnderWay(name: string): boolean;
}

export interface Search<Found> {
  /** Grows while the search runs. */
  readonly found: Found;
  run(): void;
}

/**
 * Models never change, and many statements ask for the same examples. What is found depends on which search began first, so no
 * piece that asks is kept.
 */
export function rememberedSearches<Found>(
  isUseful: (found: Found) => boolean,
): (model: SystemModel) => Searches<Found> {
  const byModel = new WeakMap<SystemModel, Searches<Found>>();
  return (model) => {
    const searches = byModel.get(model) ?? createSearches<Found>(isUseful);
    byModel.set(model, searches);
    return searches;
  };
}

function createSearches<Found>(isUseful: (found: Found) => boolean): Searches<Found> {
  const found = new Map<string, Found>();
  const underWay: string[] = [];
  const unfinished = new Map<string, Found>();
  /** By a search under way: those inside it that had to do without what it will find. */
  const poor = new Map<string, string[]>();
  /** The outermost search that those inside had to do without. */
  let missed = Number.POSITIVE_INFINITY;

  function run(name: string, search: Search<Found>): Found {
    const place = underWay.length;
    const missedBefore = missed;
    missed = Number.POSITIVE_INFINITY;
    underWay.push(name);
    unfinished.set(name, search.found);
    search.run();
    unfinished.delete(name);
    underWay.pop();
    for (const other of poor.get(name) ?? []) found.delete(other);
    poor.delete(name);
    found.set(name, search.found);
    const outer = missed < place ? underWay[missed] : undefined;
    if (outer !== undefined) poor.set(outer, [...(poor.get(outer) ?? []), name]);
    missed = Math.min(missed, missedBefore);
    return search.found;
  }

  return {
    result(name, begin) {
      noteVolatile();
      const present = found.get(name);
      if (present !== undefined) return present;
      const soFar = unfinished.get(name);
      if (soFar === undefined) return run(name, begin());
      if (!isUseful(soFar)) missed = Math.min(missed, underWay.indexOf(name));
      return soFar;
    },
    isUnderWay(name) {
      noteVolatile();
      return underWay.includes(name);
    },
  };
}
