import { SourceFile } from '../../code/source-file.ts';
import type { BoundKind, StorageUsage } from '../../plan/storage-usage.ts';
import { fileOfHelper } from './calendar-file.ts';
import { problemFile } from './refusal.ts';

export const boundsFile = 'src/domain/bounds.ts';

/** The function that refuses values of a kind. */
export const boundFunctions: Readonly<Record<BoundKind, string>> = {
  value: 'expectValue',
  text: 'expectLength',
  list: 'expectItems',
  duration: 'expectDuration',
};

/** `src/domain/bounds.ts`: refuses values that were worked out and that their fields do not allow; undefined when none are. */
export function renderBoundsFile({ bounds }: StorageUsage): SourceFile | undefined {
  if (bounds.size === 0) return undefined;
  const file = new SourceFile(boundsFile);
  file.imports.value(problemFile, 'refuse');
  if (bounds.has('duration')) {
    for (const helper of ['lengthOf', 'durationText'] as const) {
      file.imports.value(fileOfHelper(helper), helper);
    }
  }
  file.add(`
/** What a field allows; values that are absent are always within it. */
interface Bounds {
  readonly least?: number;
  readonly most?: number;
}`);
  for (const kind of Object.keys(boundFunctions) as BoundKind[]) {
    if (bounds.has(kind)) file.add(functions[kind]);
  }
  file.add(expectWithin);
  if (bounds.has('text') || bounds.has('list')) file.add(counted);
  return file;
}

const functions: Readonly<Record<BoundKind, string>> = {
  value: `
export function expectValue(field: string, value: number | null | undefined, bounds: Bounds): void {
  expectWithin(field, value, bounds, String);
}`,
  text: `
/** Bounds count characters. */
export function expectLength(field: string, value: string | null | undefined, bounds: Bounds): void {
  expectWithin(field, value?.length, bounds, counted('character'));
}`,
  list: `
export function expectItems(
  field: string,
  value: readonly unknown[] | null | undefined,
  bounds: Bounds,
): void {
  expectWithin(field, value?.length, bounds, counted('item'));
}`,
  duration: `
/** Bounds are milliseconds. */
export function expectDuration(field: string, value: string | null | undefined, bounds: Bounds): void {
  expectWithin(field, typeof value === 'string' ? lengthOf(value) : value, bounds, durationText);
}`,
};

const expectWithin = `
function expectWithin(
  field: string,
  size: number | null | undefined,
  { least = -Infinity, most = Infinity }: Bounds,
  words: (bound: number) => string,
): void {
  if (typeof size !== 'number') return;
  if (size < least) refuse(422, 'out_of_range', \`The \${field} must be at least \${words(least)}.\`);
  if (size > most) refuse(422, 'out_of_range', \`The \${field} must be at most \${words(most)}.\`);
}`;

const counted = `
function counted(noun: string): (count: number) => string {
  return (count) => \`\${count} \${noun}\${count === 1 ? '' : 's'} long\`;
}`;
