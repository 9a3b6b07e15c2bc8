import type { Finding } from '@millwright/factory';
import type { SystemModel } from '../../model/system.ts';

/** Circles of bindings without a buffer anywhere: components in them can wait for each other for ever. */
export function cycleFindings(model: SystemModel): readonly Finding[] {
  const next = new Map<string, readonly string[]>();
  for (const { from, to, buffer } of model.bindings) {
    if (buffer) continue;
    next.set(from.component, [...(next.get(from.component) ?? []), to.component]);
  }
  const cycles = new Map<string, readonly string[]>();
  const settled = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    const start = path.indexOf(name);
    if (start >= 0) {
      const cycle = path.slice(start);
      cycles.set([...cycle].toSorted().join(), cycle);
      return;
    }
    if (settled.has(name)) return;
    for (const following of next.get(name) ?? []) visit(following, [...path, name]);
    settled.add(name);
  };
  for (const name of next.keys()) visit(name, []);
  return [...cycles.values()].map((cycle) => ({
    code: 'cycle_unbuffered',
    severity: 'error',
    message: `${[...cycle, cycle[0]].join(' -> ')} is a circle without a buffer.`,
    fix: 'Give one of its bindings a buffer.',
  }));
}
