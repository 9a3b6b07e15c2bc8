import type { Check } from './check.ts';

/** The checks of these names and those that they need, in their order. */
export function withNeeds<Context>(
  checks: readonly Check<Context>[],
  names: readonly string[],
): readonly Check<Context>[] {
  const wanted = new Set(names);
  // A set goes on to what is added while it is gone through.
  for (const name of wanted) {
    for (const need of checks.find((check) => check.name === name)?.needs ?? []) wanted.add(need);
  }
  return checks.filter(({ name }) => wanted.has(name));
}
