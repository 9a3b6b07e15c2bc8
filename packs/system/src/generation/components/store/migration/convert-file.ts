import { SourceFile } from '../../../code/source-file.ts';
import { fileOfHelper } from '../../domain/calendar-file.ts';
import { compareFile, convertFile, schemaTypesFile } from '../storage-files.ts';

/** `src/storage/migration/convert.ts`. */
/** @param hasDurations Whether some column holds durations. */
export function renderConvert(hasDurations: boolean): SourceFile {
  const file = new SourceFile(convertFile);
  file.imports.value('node:util', 'isDeepStrictEqual');
  file.imports.type(compareFile, 'ColumnChange');
  file.imports.value(compareFile, 'columnSource');
  for (const type of ['ColumnSchema', 'Row', 'ValueType']) file.imports.type(schemaTypesFile, type);
  if (hasDurations) {
    for (const helper of ['lengthOf', 'durationText'] as const)
      file.imports.value(fileOfHelper(helper), helper);
  }
  for (const part of [...rows, conversions(hasDurations), ...(hasDurations ? [durations] : []), ...values])
    file.add(part);
  return file;
}

const rows: readonly string[] = [
  `
/** Makes rows of the new form from rows of the old one, and counts those of which it cannot. */
export class RowConversion {
  readonly #columns: readonly ColumnChange[];
  readonly #now: string;
  readonly #failures = new Map<string, number>();

  constructor(columns: readonly ColumnChange[], now: string) {
    this.#columns = columns;
    this.#now = now;
  }

  /** By the name of the column: how many rows have no value that it could hold. */
  get failures(): ReadonlyMap<string, number> {
    return this.#failures;
  }

  convert(row: Row): Row {
    const values: Record<string, unknown> = {};
    for (const change of this.#columns) {
      const { name } = change.column;
      const value = valueOf(change, row, values, this.#now);
      if (value === undefined) this.#failures.set(name, (this.#failures.get(name) ?? 0) + 1);
      values[name] = value ?? null;
    }
    return values;
  }
}`,
  `
/** Undefined when there is none. \`made\` are the values of the columns before. */
function valueOf({ column, source }: ColumnChange, row: Row, made: Row, now: string): unknown {
  const held = source === undefined ? null : (row[source.name] ?? null);
  if (held !== null && source !== undefined) return convert(held, source.type, column.type, now);
  if (column.isOptional === true && source !== undefined) return null;
  return column.fill?.(made, now) ?? (column.isOptional === true ? null : undefined);
}`,
  `
function convert(value: unknown, from: ValueType, to: ValueType, now: string): unknown {
  if (isDeepStrictEqual(from, to)) return value;
  if (typeof to === 'string') return CONVERSIONS[to](value);
  if ('enum' in to) return to.enum.find((each) => each === value);
  if ('reference' in to) return typeof value === 'string' ? value : undefined;
  if (typeof from === 'string') return undefined;
  if ('list' in to) return 'list' in from ? convertList(value, from.list, to.list, now) : undefined;
  return 'object' in from ? convertObject(value as Row, from.object, to.object, now) : undefined;
}`,
];

const conversions = (hasDurations: boolean) => `
const DAY = /^\\d{4}-\\d\\d-\\d\\d$/;
const INSTANT = /^\\d{4}-\\d\\d-\\d\\dT.*(Z|[+-]\\d\\d:\\d\\d)$/;

/** By type: the value as one of that type, or undefined when that would change what it says. */
const CONVERSIONS: Readonly<Record<string & ValueType, (value: unknown) => unknown>> = {
  text: (value) => (typeof value === 'object' ? undefined : String(value)),
  integer: (value) => (Number.isSafeInteger(value) ? value : undefined),
  number: (value) => (typeof value === 'number' ? value : undefined),
  money: (value) => (typeof value === 'number' && Math.round(value * 100) / 100 === value ? value : undefined),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  date: (value) => matching(value, DAY),
  time: (value) => matching(value, /^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$/),
  datetime: (value) => instantOf(value),${hasDurations ? '\n  duration: (value) => canonicalDuration(value),' : ''}
  json: (value) => value,
};`;

const durations = `
function canonicalDuration(value: unknown): unknown {
  const length = lengthOf(String(value));
  return Number.isNaN(length) ? undefined : durationText(length);
}`;

const values: readonly string[] = [
  `
function matching(value: unknown, form: RegExp): unknown {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}`,
  `
function instantOf(value: unknown): unknown {
  const day = matching(value, DAY);
  if (day !== undefined) return \`\${day}T00:00:00.000Z\`;
  const instant = new Date(String(matching(value, INSTANT)));
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}`,
  `
function convertList(value: unknown, from: ValueType, to: ValueType, now: string): unknown {
  const items = (value as readonly unknown[]).map((item) => convert(item, from, to, now));
  return items.includes(undefined) ? undefined : items;
}`,
  `
function convertObject(
  value: Row,
  from: readonly ColumnSchema[],
  to: readonly ColumnSchema[],
  now: string,
): unknown {
  const made: Record<string, unknown> = {};
  const left = new Set(from.filter(({ name }) => (value[name] ?? null) !== null));
  for (const column of to) {
    const source = columnSource(column, from, to);
    const result = valueOf({ column, source }, value, made, now);
    if (result === undefined) return undefined;
    made[column.name] = result;
    if (source !== undefined) left.delete(source);
  }
  // What has no place any more would be lost.
  return left.size === 0 ? made : undefined;
}`,
];
