import { layered, type Slot } from './layers.ts';
import type { GraphEdge, GraphNode, WorkflowGraph } from './workflow-graph.ts';

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly (GraphNode & Box)[];
  readonly edges: readonly (GraphEdge & { readonly points: readonly Point[] })[];
}

export interface Box {
  /** Of the box's centre. */
  readonly x: number;
  /** Of the box's upper edge. */
  readonly y: number;
  readonly width: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const boxHeight = 46;
const layerGap = 44;
const slotGap = 28;
const margin = 16;
const characterWidth = 8;
const padding = 32;
const rounds = 8;

/** Places a graph from top to bottom: nodes in layers, edges through the gaps between. */
export function layout({ nodes, edges }: WorkflowGraph): Layout {
  const sized = nodes.map((node) => ({ ...node, width: widthOf(node) }));
  const { layers, routes } = layered(sized, edges);
  const xs = positions(layers);
  const depth = new Map(layers.flatMap((layer, index) => layer.map(({ id }) => [id, index] as const)));
  const top = (id: string) => margin + (depth.get(id) ?? 0) * (boxHeight + layerGap);
  const slots = layers.flat();
  const left = Math.min(...slots.map(({ id, width }) => (xs.get(id) ?? 0) - width / 2));
  const right = Math.max(...slots.map(({ id, width }) => (xs.get(id) ?? 0) + width / 2));
  const x = (id: string) => Math.round((xs.get(id) ?? 0) - left + margin);
  return {
    width: Math.round(right - left + 2 * margin),
    height: layers.length * (boxHeight + layerGap) - layerGap + 2 * margin,
    nodes: sized.map((node) => ({ ...node, x: x(node.name), y: top(node.name) })),
    edges: edges.map((edge, index) => ({ ...edge, points: pointsOf(routes[index] ?? [], x, top) })),
  };
}

/** An edge leaves a box below, passes every layer between as a straight piece, and enters a box from above. */
function pointsOf(
  route: readonly string[],
  x: (id: string) => number,
  top: (id: string) => number,
): readonly Point[] {
  return route.flatMap((id, index) => {
    const upper = { x: x(id), y: top(id) };
    const lower = { x: x(id), y: top(id) + boxHeight };
    if (index === 0) return [lower];
    return index === route.length - 1 ? [upper] : [upper, lower];
  });
}

/** Horizontal centres: each slot as near to the middle of its neighbours as its own layer leaves room. */
function positions(layers: readonly (readonly Slot[])[]): ReadonlyMap<string, number> {
  const xs = new Map<string, number>();
  for (const layer of layers) spread(layer, xs, () => 0);
  for (let round = 0; round < rounds; round += 1) {
    const isDownward = round % 2 === 0;
    for (const layer of isDownward ? layers : layers.toReversed()) {
      spread(layer, xs, (slot) => middle(isDownward ? slot.above : slot.below, xs) ?? xs.get(slot.id) ?? 0);
    }
  }
  return xs;
}

function middle(ids: readonly string[], xs: ReadonlyMap<string, number>): number | undefined {
  if (ids.length === 0) return undefined;
  return ids.reduce((sum, id) => sum + (xs.get(id) ?? 0), 0) / ids.length;
}

/** Gives each slot the place it wants, then moves overlapping neighbours apart around their common middle. */
function spread(layer: readonly Slot[], xs: Map<string, number>, wish: (slot: Slot) => number): void {
  const wishes = layer.map(wish);
  const blocks: { slots: Slot[]; offsets: number[]; sum: number; width: number }[] = [];
  for (const [index, slot] of layer.entries()) {
    blocks.push({
      slots: [slot],
      offsets: [slot.width / 2],
      sum: (wishes[index] ?? 0) - slot.width / 2,
      width: slot.width,
    });
    merge(blocks);
  }
  for (const { slots, offsets, sum } of blocks) {
    const start = sum / slots.length;
    for (const [index, { id }] of slots.entries()) xs.set(id, start + (offsets[index] ?? 0));
  }
}

type Block = { slots: Slot[]; offsets: number[]; sum: number; width: number };

/** Joins the last block with the one before while they overlap: a block starts where its slots want on average. */
function merge(blocks: Block[]): void {
  for (
    let last = blocks.at(-1), before = blocks.at(-2);
    last && before;
    last = blocks.at(-1), before = blocks.at(-2)
  ) {
    const shift = before.width + slotGap;
    if (before.sum / before.slots.length + shift <= last.sum / last.slots.length) return;
    before.offsets.push(...last.offsets.map((offset) => offset + shift));
    before.sum += last.sum - shift * last.slots.length;
    before.slots.push(...last.slots);
    before.width = shift + last.width;
    blocks.pop();
  }
}

function widthOf({ name, detail }: GraphNode): number {
  return Math.max(name.length + 2, detail.length * 0.85) * characterWidth + padding;
}
