import type { Check } from './check.ts';

/** The check of this name and those that it needs, in their order; none when there is no such check. */
export function withNeeds<Context>(
  checks: readonly Check<Context>[],
  name: string,
): readonly Check<Context>[] {
  const wanted = new Set<string>();
  const want = (one: string): void => {
    if (wanted.has(one)) return;
    wanted.add(one);
    for (const need of checks.find((check) => check.name === one)?.needs ?? []) want(need);
  };
  want(name);
  return checks.filter((check) => wanted.has(check.name));
}
