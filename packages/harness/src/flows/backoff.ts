import type { RetryRule } from './flow.ts';

const MAX_BACKOFF_MS = 3_600_000;

/** How long to wait after this many failures: doubling, and up to a quarter more, so that many do not come back at once. */
export function backoffMs({ backoffMs: first }: RetryRule, failures: number, random: number): number {
  const wait = Math.min(first * 2 ** (failures - 1), MAX_BACKOFF_MS);
  return Math.round(wait * (1 + random / 4));
}
