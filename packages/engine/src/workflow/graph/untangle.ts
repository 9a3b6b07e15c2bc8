import type { Slot } from './layers.ts';

const rounds = 8;

/** Swaps neighbours in a layer as long as that makes fewer edges cross, above or below. */
export function untangle(layers: readonly Slot[][]): void {
  for (let round = 0, hasChanged = true; hasChanged && round < rounds; round += 1) {
    hasChanged = false;
    for (const [index, layer] of layers.entries()) {
      const around = [positionsIn(layers[index - 1]), positionsIn(layers[index + 1])] as const;
      for (let at = 0; at + 1 < layer.length; at += 1)
        hasChanged = swapIfBetter(layer, at, ...around) || hasChanged;
    }
  }
}

type Positions = ReadonlyMap<string, number>;

function positionsIn(layer: readonly Slot[] | undefined): Positions {
  return new Map((layer ?? []).map(({ id }, index) => [id, index]));
}

function swapIfBetter(layer: Slot[], at: number, above: Positions, below: Positions): boolean {
  const [left, right] = [layer[at], layer[at + 1]];
  if (left === undefined || right === undefined) return false;
  const asIs = crossings(left.above, right.above, above) + crossings(left.below, right.below, below);
  const swapped = crossings(right.above, left.above, above) + crossings(right.below, left.below, below);
  if (swapped >= asIs) return false;
  layer[at] = right;
  layer[at + 1] = left;
  return true;
}

/** How often the edges of a slot cross those of its right neighbour. */
function crossings(left: readonly string[], right: readonly string[], positions: Positions): number {
  let count = 0;
  for (const a of left) {
    for (const b of right) if ((positions.get(a) ?? 0) > (positions.get(b) ?? 0)) count += 1;
  }
  return count;
}
