import type { AnyCheck } from './pack.ts';
import type { PackProblem } from './pack-problem.ts';

export interface MetNeeds {
  /** In the order given. */
  readonly checks: readonly AnyCheck[];
  readonly problems: readonly PackProblem[];
}

/** Leaves out checks that can never run, because what they need is not among them or needs them in turn. */
export function metNeeds(given: readonly AnyCheck[], product: string): MetNeeds {
  const settled = new Set<string>();
  let before = -1;
  while (settled.size > before) {
    before = settled.size;
    for (const { name, needs } of given) if (needs.every((need) => settled.has(need))) settled.add(name);
  }
  const stuck = given.filter(({ name }) => !settled.has(name));
  return {
    checks: given.filter(({ name }) => settled.has(name)),
    problems: stuck.map(({ name, needs }) => {
      const [pack = product] = name.includes('/') ? name.split('/') : [product];
      const unmet = needs.filter((need) => !settled.has(need)).join(', ');
      return {
        pack,
        code: 'part_malformed',
        message: `The check ${name} of ${pack} can never run: it needs ${unmet}, which is no check of ${product} or cannot run itself.`,
        remedy: `Mend its needs; the other parts of ${pack} are in use.`,
      };
    }),
  };
}
