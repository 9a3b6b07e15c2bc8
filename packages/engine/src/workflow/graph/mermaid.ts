import type { GraphNode, WorkflowGraph } from './workflow-graph.ts';

const shapes: Readonly<Record<GraphNode['shape'], readonly [open: string, close: string]>> = {
  work: ['[', ']'],
  map: ['[/', '/]'],
  loop: ['[\\', '/]'],
  call: ['[[', ']]'],
  approval: ['{{', '}}'],
  sleep: ['([', '])'],
};

/** The graph as a Mermaid flowchart. */
export function graphAsMermaid({ nodes, edges }: WorkflowGraph): string {
  const ids = new Map(nodes.map((node, index) => [node.name, `s${index}`]));
  const critical = edges.flatMap((edge, index) => (edge.isCritical ? [index] : []));
  const classed = (name: string, members: readonly GraphNode[]) =>
    members.length === 0 ? [] : [`  class ${members.map((node) => ids.get(node.name)).join(',')} ${name}`];
  return [
    'flowchart TD',
    ...nodes.map((node) => {
      const [open, close] = shapes[node.shape];
      const condition = node.isConditional ? ' ?' : '';
      return `  ${ids.get(node.name)}${open}"${escaped(node.name)}${condition}<br/><small>${escaped(node.detail)}</small>"${close}`;
    }),
    ...edges.map(({ from, to }) => `  ${ids.get(from)} --> ${ids.get(to)}`),
    '  classDef critical stroke-width:3px',
    '  classDef removed stroke-dasharray:4 4,opacity:0.5',
    ...classed(
      'critical',
      nodes.filter((node) => node.isCritical),
    ),
    ...classed(
      'removed',
      nodes.filter((node) => node.removed !== undefined),
    ),
    ...(critical.length === 0 ? [] : [`  linkStyle ${critical.join(',')} stroke-width:3px`]),
    '',
  ].join('\n');
}

/** Names and details stand in quotes: what Mermaid or HTML would read as their own is written as an entity. */
function escaped(text: string): string {
  return text.replaceAll(/[^\w ./()-]/gu, (character) => `#${character.codePointAt(0)};`);
}
