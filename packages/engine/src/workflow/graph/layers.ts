import { untangle } from './untangle.ts';

/** A place in the drawing: a node, or a bend of an edge that passes through a layer. */
export interface Slot {
  readonly id: string;
  readonly width: number;
  /** Where the edges from above come from, and the edges below lead to: ids of slots in the neighbouring layers. */
  readonly above: string[];
  readonly below: string[];
}

export interface Layering {
  readonly layers: Slot[][];
  /** The slots each edge runs through, from its first node to its last, in the order of `edges`. */
  readonly routes: readonly (readonly string[])[];
}

interface Node {
  readonly name: string;
  readonly width: number;
}

interface Edge {
  readonly from: string;
  readonly to: string;
}

const sweeps = 6;

/**
 * Puts each node one layer below the lowest of those it depends on, leads long edges through the layers between, and
 * orders each layer so that few edges cross. `nodes` are in an order in which every edge points forward.
 */
export function layered(nodes: readonly Node[], edges: readonly Edge[]): Layering {
  const depth = depths(nodes, edges);
  const layers: Slot[][] = [];
  const slots = new Map<string, Slot>();
  const add = (id: string, width: number, layer: number): void => {
    const slot: Slot = { id, width, above: [], below: [] };
    slots.set(id, slot);
    (layers[layer] ??= []).push(slot);
  };
  for (const { name, width } of nodes) add(name, width, depth.get(name) ?? 0);
  const routes = edges.map(({ from, to }, index) => {
    const route = [from];
    for (let layer = (depth.get(from) ?? 0) + 1; layer < (depth.get(to) ?? 0); layer += 1) {
      const bend = `${index}:${layer}`;
      add(bend, 0, layer);
      route.push(bend);
    }
    return [...route, to];
  });
  for (const route of routes) link(route, slots);
  for (let sweep = 0; sweep < sweeps; sweep += 1) order(layers, sweep % 2 === 0);
  untangle(layers);
  return { layers, routes };
}

function depths(nodes: readonly Node[], edges: readonly Edge[]): ReadonlyMap<string, number> {
  const depth = new Map<string, number>();
  const into = Map.groupBy(edges, ({ to }) => to);
  for (const { name } of nodes) {
    const above = (into.get(name) ?? []).map(({ from }) => depth.get(from) ?? 0);
    depth.set(name, above.length === 0 ? 0 : Math.max(...above) + 1);
  }
  return depth;
}

function link(route: readonly string[], slots: ReadonlyMap<string, Slot>): void {
  for (const [index, id] of route.slice(1).entries()) {
    const upper = route[index] ?? '';
    slots.get(upper)?.below.push(id);
    slots.get(id)?.above.push(upper);
  }
}

/** One sweep of the barycentre method: each slot moves towards the mean position of its neighbours. */
function order(layers: Slot[][], isDownward: boolean): void {
  const indices = isDownward ? layers.keys() : [...layers.keys()].toReversed();
  for (const index of indices) {
    const fixed = layers[isDownward ? index - 1 : index + 1];
    const layer = layers[index];
    if (fixed === undefined || layer === undefined) continue;
    const position = new Map(fixed.map(({ id }, at) => [id, at]));
    const keys = new Map(
      layer.map((slot, at) => [slot.id, mean(isDownward ? slot.above : slot.below, position, at)]),
    );
    layers[index] = layer.toSorted((a, b) => (keys.get(a.id) ?? 0) - (keys.get(b.id) ?? 0));
  }
}

function mean(ids: readonly string[], position: ReadonlyMap<string, number>, otherwise: number): number {
  if (ids.length === 0) return otherwise;
  return ids.reduce((sum, id) => sum + (position.get(id) ?? 0), 0) / ids.length;
}
