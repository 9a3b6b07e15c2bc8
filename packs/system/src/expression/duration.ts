const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/** Milliseconds of a duration: CEL's `1h30m`, `-2.5s`, `250ms`, or ISO 8601's `PT1H30M`; undefined when it is none. */
export function durationMs(text: string): number | undefined {
  const match = /^(-?)((?:\d+(?:\.\d+)?(?:ms|s|m|h))+)$/.exec(text);
  if (match === null) return isoMs(text);
  let total = 0;
  for (const [, amount, unit] of (match[2] ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    total += Number(amount) * (unitMs[unit ?? ''] ?? 0);
  }
  return match[1] === '-' ? -total : total;
}

/** ISO 8601: weeks, or days, hours, minutes and seconds. Months and years have no length of their own. */
const isoDuration =
  /^(-?)P(?=.)(?:(\d{1,6})W|(?:(\d{1,7})D)?(?:T(?=\d)(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:(\d{1,11}(?:\.\d{1,3})?)S)?)?)$/;

const isoUnits = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000];

function isoMs(text: string): number | undefined {
  const match = isoDuration.exec(text);
  if (match === null) return undefined;
  const total = isoUnits.reduce((sum, unit, index) => sum + Number(match[index + 2] ?? 0) * unit, 0);
  return Math.round(match[1] === '-' ? -total : total);
}

/** Milliseconds as ISO 8601 has them, each length in one form: `PT1H30M`, `P2D`, `PT0S`. */
export function durationText(milliseconds: number): string {
  const length = Math.abs(Math.round(milliseconds));
  const part = (size: number, of: number) => Math.floor((length % of) / size);
  const days = Math.floor(length / 86_400_000);
  const clock = [
    [part(3_600_000, 86_400_000), 'H'],
    [part(60_000, 3_600_000), 'M'],
    [(length % 60_000) / 1_000, 'S'],
  ].flatMap(([amount, letter]) => (amount === 0 ? [] : [`${amount}${letter}`]));
  const time = clock.length === 0 ? '' : `T${clock.join('')}`;
  const text = length === 0 ? 'PT0S' : `P${days === 0 ? '' : `${days}D`}${time}`;
  return milliseconds < 0 && length > 0 ? `-${text}` : text;
}
