import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cycles, type Edge, groupsReceiversFirst } from './topology.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const edges = fc.array(fc.record({ from: fc.constantFrom(...NAMES), to: fc.constantFrom(...NAMES) }), {
  maxLength: 14,
});

function reachable(from: string, graph: readonly Edge[]): Set<string> {
  const seen = new Set<string>();
  const open = [from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const edge of graph) {
      if (edge.from !== name || seen.has(edge.to)) continue;
      seen.add(edge.to);
      open.push(edge.to);
    }
  }
  return seen;
}

test('each component is in one group, after all it can reach, and with those that can reach it back', () => {
  fc.assert(
    fc.property(edges, (graph) => {
      const groups = groupsReceiversFirst(NAMES, graph);
      expect(groups.flat().toSorted()).toEqual(NAMES);
      const position = (name: string) => groups.findIndex((group) => group.includes(name));
      for (const from of NAMES) {
        for (const to of reachable(from, graph)) {
          const isCircle = reachable(to, graph).has(from);
          if (isCircle) expect(position(to)).toBe(position(from));
          else expect(position(to)).toBeLessThan(position(from));
        }
      }
    }),
  );
});

test('a component is in a circle exactly when it can reach itself', () => {
  fc.assert(
    fc.property(edges, (graph) => {
      const inCircles = cycles(NAMES, graph).flat().toSorted();
      expect(inCircles).toEqual(NAMES.filter((name) => reachable(name, graph).has(name)));
    }),
  );
});
