import type { GraphNode, WorkflowGraph } from './workflow-graph.ts';

/** The graph in plain lines: `*` marks the critical path, `-` what no run does. */
export function graphAsText({ name, nodes, edges, critical }: WorkflowGraph): string {
  const nameWidth = Math.max(0, ...nodes.map((node) => node.name.length));
  const detailWidth = Math.max(0, ...nodes.map((node) => node.detail.length));
  const lines = nodes.map((node) => {
    const needs = edges.filter(({ to }) => to === node.name).map(({ from }) => from);
    const after = needs.length === 0 ? '' : `after ${needs.join(', ')}`;
    const notes = [
      after,
      node.isConditional ? 'if' : '',
      node.removed === undefined ? '' : `never: ${node.removed}`,
    ];
    const columns = [node.name.padEnd(nameWidth), node.detail.padEnd(detailWidth), ...notes.filter(Boolean)];
    return `${mark(node)} ${columns.join('  ')}`.trimEnd();
  });
  const took = critical.ms === undefined ? '' : `, ${critical.ms} ms`;
  return [
    `${name}: ${nodes.length} ${nodes.length === 1 ? 'step' : 'steps'}`,
    ...lines,
    ...(critical.steps.length === 0 ? [] : [`critical path: ${critical.steps.join(' → ')}${took}`]),
    '',
  ].join('\n');
}

function mark({ isCritical, removed }: GraphNode): string {
  return removed === undefined ? (isCritical ? '*' : ' ') : '-';
}
