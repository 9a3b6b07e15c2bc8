/** Functions that compiled expressions may call, as TypeScript source. A generated module holds those it needs. */
export const expressionHelpers = {
  addDays: `/** The day that lies \`days\` after \`date\`; a part of a day counts towards the day it falls in. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
`,
  addMilliseconds: `/** The instant that lies \`milliseconds\` after \`instant\`. */
export function addMilliseconds(instant: string, milliseconds: number): string {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}
`,
  addMonths: `/** The same day \`months\` later, or the last one where that month is shorter. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const moved = new Date(Date.UTC(year, month - 1 + months, Math.min(day, last)));
  return moved.toISOString().slice(0, 10);
}
`,
  addMonthsTo: `/** The same time \`months\` later. */
export function addMonthsTo(instant: string, months: number): string {
  const moved = new Date(instant);
  const day = moved.getUTCDate();
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(day, last));
  return moved.toISOString();
}
`,
  windowStart: `/** The beginning of the stretch of \`milliseconds\`, counted from 1970, that the instant lies in. */
export function windowStart(instant: string, milliseconds: number): string {
  const time = Date.parse(instant);
  return new Date(time - (((time % milliseconds) + milliseconds) % milliseconds)).toISOString();
}
`,
  parseDay: `/** The day that a text is, or null. */
export function parseDay(text: string): string | null {
  if (!/^\\d{4}-\\d{2}-\\d{2}$/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : text;
}
`,
  parseInstant: `/** The instant that a text is, in UTC, or null. */
export function parseInstant(text: string): string | null {
  if (!/^\\d{4}-\\d{2}-\\d{2}T[\\d:.]+(Z|[+-]\\d{2}:\\d{2})$/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
`,
  lengthOf: `const DURATION =
  /^(-?)P(?=.)(?:(\\d{1,6})W|(?:(\\d{1,7})D)?(?:T(?=\\d)(?:(\\d{1,8})H)?(?:(\\d{1,9})M)?(?:(\\d{1,11}(?:\\.\\d{1,3})?)S)?)?)$/;
const DURATION_UNITS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** The milliseconds of a duration such as \`PT1H30M\`; not a number where a text is none. */
export function lengthOf(duration: string): number {
  const match = DURATION.exec(duration);
  if (match === null) return Number.NaN;
  const total = DURATION_UNITS.reduce((sum, unit, index) => sum + Number(match[index + 2] ?? 0) * unit, 0);
  return Math.round(match[1] === '-' ? -total : total);
}
`,
  durationText: `/** Milliseconds as a duration, each length in one form: \`PT1H30M\`, \`P2D\`, \`PT0S\`. */
export function durationText(length: number): string {
  const all = Math.abs(Math.round(length));
  if (all === 0) return 'PT0S';
  const days = durationPart(Math.floor(all / 86_400_000), 'D');
  const hours = durationPart(Math.floor(all / 3_600_000) % 24, 'H');
  const minutes = durationPart(Math.floor(all / 60_000) % 60, 'M');
  const seconds = durationPart((all % 60_000) / 1_000, 'S');
  const clock = hours + minutes + seconds;
  return \`\${length < 0 ? '-' : ''}P\${days}\${clock === '' ? '' : 'T'}\${clock}\`;
}

function durationPart(amount: number, unit: string): string {
  return amount === 0 ? '' : \`\${amount}\${unit}\`;
}
`,
  durationOrNull: `export function durationOrNull(length: number | null): string | null {
  return length === null ? null : durationText(length);
}
`,
  parseNumber: `/** The number that a text is, or null. */
export function parseNumber(text: string): number | null {
  return /^[+-]?\\d+(\\.\\d+)?$/.test(text.trim()) ? Number(text) : null;
}
`,
  parseInteger: `/** The whole number that a text is, or null. */
export function parseInteger(text: string): number | null {
  return /^[+-]?\\d{1,15}$/.test(text.trim()) ? Number(text) : null;
}
`,
  average: `/** The mean of numbers, or null when there are none. */
export function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
`,
  least: `/** The first in order, or null when there is none. */
export function least<Item extends string | number | boolean>(items: readonly Item[]): Item | null {
  return items.length === 0 ? null : items.reduce((found, item) => (item < found ? item : found));
}
`,
  greatest: `/** The last in order, or null when there is none. */
export function greatest<Item extends string | number | boolean>(items: readonly Item[]): Item | null {
  return items.length === 0 ? null : items.reduce((found, item) => (item > found ? item : found));
}
`,
  inOrder: `/** Values from the least to the greatest. */
export function inOrder<Item extends string | number | boolean>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
`,
  sortBy: `/** Items in the order of their keys; null comes first. */
export function sortBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | number | boolean | null,
): Item[] {
  return items.toSorted((first, second) => {
    const [a, b] = [keyOf(first), keyOf(second)];
    if (a === b) return 0;
    return a === null || (b !== null && a < b) ? -1 : 1;
  });
}
`,
  sortByDescending: `/** Items from the greatest key to the least; null comes last. */
export function sortByDescending<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | number | boolean | null,
): Item[] {
  return items.toSorted((first, second) => {
    const [a, b] = [keyOf(second), keyOf(first)];
    if (a === b) return 0;
    return a === null || (b !== null && a < b) ? -1 : 1;
  });
}
`,
  groupBy: `/** Items with the same key together, the keys in the order in which they first come. */
export function groupBy<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): { key: Key; items: Item[] }[] {
  const groups = new Map<string, { key: Key; items: Item[] }>();
  for (const item of items) {
    const key = keyOf(item);
    const text = JSON.stringify(key);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, { key, items: [item] });
    else group.items.push(item);
  }
  return [...groups.values()];
}
`,
  roundTo: `/** A number with \`digits\` after the point; halves are rounded away from zero. */
export function roundTo(value: number, digits: number): number {
  if (Math.abs(value) >= 2 ** 52) return value;
  const rounded = Math.round(movePoint(Math.abs(value), digits));
  return Math.sign(value) * movePoint(rounded, -digits);
}

function movePoint(value: number, digits: number): number {
  const [number, exponent = '0'] = String(value).split('e');
  return Number(\`\${number}e\${Number(exponent) + digits}\`);
}
`,
  hasWords: `/** Whether every word of \`wanted\` is the beginning of a word of a text, whatever its case and its accents. */
export function hasWords(texts: readonly string[], wanted: string): boolean {
  const words = texts.flatMap(wordsOf);
  return wordsOf(wanted).every((beginning) => words.some((word) => word.startsWith(beginning)));
}

function wordsOf(text: string): readonly string[] {
  const plain = text.toLowerCase().normalize('NFKD').replaceAll(/\\p{M}/gu, '');
  return plain.match(/[\\p{L}\\p{N}]+/gu) ?? [];
}
`,
  toSlug: `/** A text as a part of an address: small letters without accents, digits, and dashes between words. */
export function toSlug(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\\p{M}/gu, '').toLowerCase();
  return plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
}
`,
  sha256: `/** The SHA-256 of a text, in hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
`,
  hmac: `/** The HMAC-SHA-256 of a text, in hexadecimal digits. */
export function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
`,
  toCsv: `/**
 * Lines of comma-separated values as RFC 4180 has them, under the names of the columns. A text that spreadsheets
 * would take for a formula gets an apostrophe before it.
 */
export function toCsv(columns: readonly string[], rows: readonly object[]): string {
  const lines = rows.map((row) => {
    const values = new Map<string, unknown>(Object.entries(row));
    return columns.map((column) => values.get(column));
  });
  return [columns, ...lines].map((cells) => \`\${cells.map(csvCell).join(',')}\\r\\n\`).join('');
}

function csvCell(value: unknown): string {
  const text = String(value ?? '');
  const cell = typeof value === 'string' && /^[=+@\\t\\r-]/.test(text) ? \`'\${text}\` : text;
  return /[",\\r\\n]/.test(cell) ? \`"\${cell.replaceAll('"', '""')}"\` : cell;
}
`,
  randomText: `/** A random text of letters and digits that nobody can guess. */
export function randomText(length: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
}
`,
} as const;

/** What helpers need of Node's own modules. */
const cryptoNames: Readonly<Partial<Record<HelperName, string>>> = {
  sha256: 'createHash',
  hmac: 'createHmac',
  randomText: 'randomInt',
};

/** The imports that a module with these helpers needs. */
export function helperImports(
  names: Iterable<HelperName>,
): readonly { readonly module: string; readonly name: string }[] {
  return [...names].flatMap((helper) => {
    const name = cryptoNames[helper];
    return name === undefined ? [] : [{ module: 'node:crypto', name }];
  });
}

const calendarHelpers: ReadonlySet<HelperName> = new Set([
  'addDays',
  'addMilliseconds',
  'addMonths',
  'addMonthsTo',
  'windowStart',
  'parseDay',
  'parseInstant',
  'lengthOf',
  'durationText',
  'durationOrNull',
]);

/** Whether a helper computes with days and instants. */
export function isCalendarHelper(name: HelperName): boolean {
  return calendarHelpers.has(name);
}

export type HelperName = keyof typeof expressionHelpers;
