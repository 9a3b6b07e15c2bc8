import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileWorkflow } from '../compile-workflow.ts';
import { sourceOf } from '../workflow-source.ts';
import { criticalPath } from './critical-path.ts';
import { boxHeight, layout } from './layout.ts';
import { graphAsMermaid } from './mermaid.ts';
import { graphAsSvg } from './svg.ts';
import { graphAsText } from './text.ts';
import { type GraphNode, type WorkflowGraph, workflowGraph } from './workflow-graph.ts';

const graphOf = (text: string, measured?: Record<string, number>) => {
  const { checked, optimised } = compileWorkflow(sourceOf(text));
  return workflowGraph(checked.entry, optimised, measured);
};

const order = graphOf(`workflow: order
steps:
  reserve: { uses: set, estimate: PT1S }
  price: { uses: set, map: { over: input.list }, estimate: PT3S }
  charge: { needs: [reserve, price], uses: log, with: { message: x }, if: input.x, estimate: PT2S }
  review: { needs: charge, approval: { prompt: x, answer: boolean } }
  off: { needs: reserve, if: 'false', sleep: PT1S }
`);

describe('drawings', () => {
  test('in text mark the critical path and what never runs', () => {
    expect(graphAsText(order)).toMatchInlineSnapshot(`
      "order: 5 steps
        reserve  set
      * price    set (map)
      * charge   log        after reserve, price  if
      * review   approval   after charge
      - off      sleep      after reserve  if  never: its condition is never true
      critical path: price → charge → review, 5000 ms
      "
    `);
  });

  test('in Mermaid have shapes, classes and thick lines', () => {
    expect(graphAsMermaid(order)).toMatchInlineSnapshot(`
      "flowchart TD
        s0["reserve<br/><small>set</small>"]
        s1[/"price<br/><small>set (map)</small>"/]
        s2["charge ?<br/><small>log</small>"]
        s3{{"review<br/><small>approval</small>"}}
        s4(["off ?<br/><small>sleep</small>"])
        s0 --> s2
        s1 --> s2
        s2 --> s3
        s0 --> s4
        classDef critical stroke-width:3px
        classDef removed stroke-dasharray:4 4,opacity:0.5
        class s1,s2,s3 critical
        class s4 removed
        linkStyle 1,2 stroke-width:3px
      "
    `);
  });

  test('in SVG name every step and follow the colour of the page', () => {
    const svg = graphAsSvg(order);
    for (const { name } of order.nodes) expect(svg).toContain(`>${name}`);
    expect(svg).toContain('currentColor');
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg.match(/<(g|path|text|rect|svg|style|defs|marker|title)[ >]/g)).not.toBeNull();
  });

  test('carry no markup from names into HTML', () => {
    const node: GraphNode = {
      ...(order.nodes[0] as GraphNode),
      detail: '<script>"&\'</script>',
      removed: '<b>',
    };
    const graph: WorkflowGraph = { ...order, name: '"><script>', nodes: [node], edges: [] };
    expect(graphAsSvg(graph)).not.toMatch(/<script|<b>/);
    expect(graphAsMermaid(graph)).not.toContain('<script');
  });
});

const randomGraph = fc
  .array(fc.record({ needs: fc.array(fc.nat(30), { maxLength: 3 }), ms: fc.nat(9), width: fc.nat(20) }), {
    minLength: 1,
    maxLength: 25,
  })
  .map((nodes) =>
    nodes.map(({ needs, ms, width }, index) => ({
      name: `n${index}${'x'.repeat(width)}`,
      needs: [...new Set(needs.filter((need) => need < index))],
      estimateMs: ms,
    })),
  )
  .map((nodes) =>
    nodes.map((node) => ({ ...node, needs: node.needs.map((need) => nodes[need]?.name ?? '') })),
  );

describe('the critical path', () => {
  test('is the longest chain there is', () => {
    fc.assert(
      fc.property(randomGraph, (steps) => {
        const byName = new Map(steps.map((step) => [step.name, step]));
        const longest = (name: string): number => {
          const step = byName.get(name);
          return (step?.estimateMs ?? 0) + Math.max(0, ...(step?.needs ?? []).map(longest));
        };
        const found = criticalPath(steps);
        expect(found.ms).toBe(Math.max(...steps.map(({ name }) => longest(name))));
        expect(found.steps.reduce((sum, name) => sum + (byName.get(name)?.estimateMs ?? 0), 0)).toBe(
          found.ms,
        );
        for (const [index, name] of found.steps.entries())
          if (index > 0) expect(byName.get(name)?.needs).toContain(found.steps[index - 1]);
      }),
      { numRuns: 60 },
    );
  });

  test('goes by measured times before estimated ones', () => {
    const text =
      'workflow: w\nsteps: { a: { uses: set, estimate: PT9S }, b: { uses: set }, c: { needs: [a, b], uses: set } }';
    expect(graphOf(text).critical).toEqual({ steps: ['a', 'c'], ms: 9_000 });
    expect(graphOf(text, { a: 5, b: 7, c: 1 }).critical).toEqual({ steps: ['b', 'c'], ms: 8 });
    expect(graphOf(text.replace(', estimate: PT9S', '')).critical.ms).toBeUndefined();
  });
});

test('no two boxes overlap, and every edge leads down', () => {
  fc.assert(
    fc.property(randomGraph, (steps) => {
      const nodes = steps.map(
        ({ name }): GraphNode => ({
          name,
          shape: 'work',
          detail: '',
          isConditional: false,
          isCritical: false,
          removed: undefined,
        }),
      );
      const edges = steps.flatMap(({ name: to, needs }) =>
        needs.map((from) => ({ from, to, isCritical: false })),
      );
      const placed = layout({ name: 'g', critical: { steps: [], ms: undefined }, nodes, edges });
      for (const [index, a] of placed.nodes.entries()) {
        expect(a.x - a.width / 2).toBeGreaterThanOrEqual(0);
        expect(a.x + a.width / 2).toBeLessThanOrEqual(placed.width);
        expect(a.y + boxHeight).toBeLessThanOrEqual(placed.height);
        for (const b of placed.nodes.slice(index + 1)) {
          const isApart = a.y !== b.y || Math.abs(a.x - b.x) > (a.width + b.width) / 2;
          expect(isApart).toBe(true);
        }
      }
      for (const { points } of placed.edges)
        for (const [index, point] of points.slice(1).entries())
          expect(point.y).toBeGreaterThan(points[index]?.y ?? Infinity);
    }),
    { numRuns: 60 },
  );
});
