/** A line that is in both texts, by its index in each. */
export interface Anchor {
  readonly before: number;
  readonly after: number;
}

/**
 * Lines that occur once in each text, in an order that both have: the longest such sequence. This is the first step of the
 * patience diff (Bram Cohen).
 */
export function findAnchors(before: readonly string[], after: readonly string[]): readonly Anchor[] {
  const places = onlyPlaces(after);
  const common: Anchor[] = [];
  for (const [line, index] of onlyPlaces(before)) {
    const place = places.get(line);
    if (index >= 0 && place !== undefined && place >= 0) common.push({ before: index, after: place });
  }
  return longestRising(common.toSorted((a, b) => a.before - b.before));
}

/** Where each line is; -1 for one that is there more than once. */
function onlyPlaces(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [index, line] of lines.entries()) places.set(line, places.has(line) ? -1 : index);
  return places;
}

/** The longest subsequence that rises in `after` as well: each anchor goes on the leftmost pile whose top is not before it. */
function longestRising(anchors: readonly Anchor[]): readonly Anchor[] {
  const tops: number[] = [];
  const previous = new Map<number, number | undefined>();
  for (const [index, { after }] of anchors.entries()) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((anchors[tops[middle] ?? 0]?.after ?? 0) < after) low = middle + 1;
      else high = middle;
    }
    previous.set(index, tops[low - 1]);
    tops[low] = index;
  }
  const rising: Anchor[] = [];
  for (let at = tops.at(-1); at !== undefined; at = previous.get(at)) {
    const anchor = anchors[at];
    if (anchor) rising.push(anchor);
  }
  return rising.toReversed();
}
