/** The candidate that differs from `name` by the fewest edits, if those are few enough to be a slip of the pen. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const distance =
      candidate.toLowerCase() === name.toLowerCase() ? 0.5 : editDistance(name, candidate, limit);
    if (distance <= limit && (best === undefined || distance < best.distance)) {
      best = { name: candidate, distance };
    }
  }
  return best?.name;
}

/** "Did you mean `title`?", or undefined when nothing is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const nearest = nearestName(name, candidates);
  return nearest === undefined || nearest === name ? undefined : `Did you mean \`${nearest}\`?`;
}

/** The nearest name, or else the whole choice when it is small enough to be read. */
export function suggestName(name: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates];
  const near = didYouMean(name, all);
  if (near !== undefined) return near;
  return all.length > 0 && all.length <= 12
    ? `There is ${all.map((candidate) => `\`${candidate}\``).join(', ')}.`
    : undefined;
}

/** Insertions, deletions, replacements and swaps of neighbours; anything beyond `limit` counts as infinite. */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return Number.POSITIVE_INFINITY;
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= to.length; column += 1) {
      current.push(fewestEdits(rows, from, to, row, column));
    }
  }
  return cell(rows, from.length, to.length);
}

function fewestEdits(
  rows: readonly (readonly number[])[],
  from: string,
  to: string,
  row: number,
  column: number,
): number {
  const isSame = from[row - 1] === to[column - 1];
  const isSwap =
    row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
  return Math.min(
    cell(rows, row - 1, column) + 1,
    cell(rows, row, column - 1) + 1,
    cell(rows, row - 1, column - 1) + (isSame ? 0 : 1),
    isSwap ? cell(rows, row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
  );
}

function cell(rows: readonly (readonly number[])[], row: number, column: number): number {
  return rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
}
