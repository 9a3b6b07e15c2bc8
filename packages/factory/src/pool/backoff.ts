const firstMs = 100;
const longestMs = 5_000;

/** How long a worker is not started again after so many crashes without a finished job between them. */
export function backoffMs(crashes: number): number {
  return crashes === 0 ? 0 : Math.min(longestMs, firstMs * 2 ** (crashes - 1));
}
