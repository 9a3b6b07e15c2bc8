import { type Box, boxHeight, layout, type Point } from './layout.ts';
import type { GraphNode, WorkflowGraph } from './workflow-graph.ts';

/**
 * Everything is drawn in `currentColor`: a page that embeds the drawing sets it, and a drawing on its own (`svg:root`)
 * follows the reader's light or dark scheme.
 */
const style = `
svg:root { color: #24292f; }
@media (prefers-color-scheme: dark) { svg:root { color: #e6edf3; } }
.workflow { font: 600 13px system-ui, sans-serif; }
.workflow text { fill: currentColor; text-anchor: middle; }
.workflow .detail { font-size: 11px; font-weight: 400; opacity: 0.7; }
.workflow .box { fill: currentColor; fill-opacity: 0.05; stroke: currentColor; stroke-opacity: 0.5; }
.workflow .line { fill: none; stroke: currentColor; stroke-opacity: 0.5; }
.workflow .head { fill: currentColor; fill-opacity: 0.6; }
.workflow .critical .box, .workflow .critical.line { stroke-width: 2.5; stroke-opacity: 0.95; }
.workflow .removed { opacity: 0.4; }
.workflow .removed .box { stroke-dasharray: 4 4; }
`;

/** The graph as an SVG document of its own. */
export function graphAsSvg(graph: WorkflowGraph): string {
  const { width, height, nodes, edges } = layout(graph);
  // Drawings on one page must not share their arrow heads, which have colours of their own.
  const head = `head-${graph.name.replaceAll(/\W/g, '_')}`;
  const removed = new Set(nodes.filter((node) => node.removed !== undefined).map(({ name }) => name));
  return [
    `<svg class="workflow" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Workflow ${escaped(graph.name)}">`,
    `<style>${style}</style>`,
    `<defs><marker id="${head}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0,0 L8,4 L0,8 Z"/></marker></defs>`,
    ...edges.map(({ from, to, isCritical, points }) => {
      const isGone = removed.has(from) || removed.has(to);
      const classes = `line${isCritical ? ' critical' : ''}${isGone ? ' removed' : ''}`;
      return `<path class="${classes}" d="${curve(points)}" marker-end="url(#${head})"/>`;
    }),
    ...nodes.map(drawNode),
    '</svg>',
    '',
  ].join('\n');
}

function drawNode(node: GraphNode & Box): string {
  const classes = [
    'node',
    ...(node.isCritical ? ['critical'] : []),
    ...(node.removed === undefined ? [] : ['removed']),
  ];
  const why = node.removed === undefined ? '' : `<title>never: ${escaped(node.removed)}</title>`;
  const name = `<text x="${node.x}" y="${node.y + 20}">${escaped(node.name)}${node.isConditional ? ' ?' : ''}</text>`;
  const detail = `<text class="detail" x="${node.x}" y="${node.y + 36}">${escaped(node.detail)}</text>`;
  return `<g class="${classes.join(' ')}">${why}${outline(node)}${name}${detail}</g>`;
}

/** People recognise the kind of a step by its outline. */
function outline({ shape, x, y, width }: GraphNode & Box): string {
  const [left, right, bottom, middle] = [x - width / 2, x + width / 2, y + boxHeight, y + boxHeight / 2];
  const box = (radius: number) =>
    `<rect class="box" x="${left}" y="${y}" width="${width}" height="${boxHeight}" rx="${radius}"/>`;
  switch (shape) {
    case 'approval':
      return `<path class="box" d="M${left + 12},${y} H${right - 12} L${right},${middle} L${right - 12},${bottom} H${left + 12} L${left},${middle} Z"/>`;
    case 'sleep':
      return box(boxHeight / 2);
    case 'map':
      return `<path class="line" d="M${left + 5},${y - 4} H${right - 2} Q${right + 4},${y - 4} ${right + 4},${y + 2} V${bottom - 5}"/>${box(6)}`;
    case 'loop':
      return `${box(6)}<text class="detail" x="${right - 12}" y="${y + 15}">↻</text>`;
    case 'call':
      return `${box(6)}<path class="line" d="M${left + 8},${y} V${bottom} M${right - 8},${y} V${bottom}"/>`;
    case 'work':
      return box(6);
  }
}

/** Vertical at every point, so that edges leave and enter boxes straight. */
function curve([first, ...rest]: readonly Point[]): string {
  if (first === undefined) return '';
  let from = first;
  const pieces = rest.map((to) => {
    const half = (from.y + to.y) / 2;
    const piece = from.x === to.x ? `V${to.y}` : `C${from.x},${half} ${to.x},${half} ${to.x},${to.y}`;
    from = to;
    return piece;
  });
  return `M${first.x},${first.y} ${pieces.join(' ')}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
