const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** Milliseconds of `12h`, `7d`, `15 minutes` or `minute`; the shape was checked when the document was read. */
export function spanMs(text: string): number {
  const [, amount, unit = ''] = /^(\d+)? ?([a-z]+?)s?$/.exec(text) ?? [];
  return Number(amount ?? 1) * (unitMs[unit] ?? unitMs[`${unit}s`] ?? 0);
}
