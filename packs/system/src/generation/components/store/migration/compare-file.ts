import { SourceFile } from '../../../code/source-file.ts';
import { compareFile, schemaTypesFile } from '../storage-files.ts';

/** `src/storage/migration/compare.ts`. */
export function renderCompare(): SourceFile {
  const file = new SourceFile(compareFile);
  file.imports.value('node:util', 'isDeepStrictEqual');
  for (const type of ['ColumnSchema', 'Schema', 'TableSchema', 'ValueType'])
    file.imports.type(schemaTypesFile, type);
  for (const part of code) file.add(part);
  return file;
}

const code: readonly string[] = [
  `
/** A table that is new, or different from what it was. */
export interface TableChange {
  readonly before: TableSchema | undefined;
  /** With the columns that are no longer used: what was stored is never thrown away. */
  readonly after: TableSchema;
  readonly columns: readonly ColumnChange[];
}`,
  `
export interface ColumnChange {
  /** As this version wants it, with the ways to make values. */
  readonly column: ColumnSchema;
  /** Where the values come from; undefined for a new column. */
  readonly source: ColumnSchema | undefined;
}`,
  `
/** All tables that the database will have, and those that are not as they shall be. */
export function compareSchemas(
  held: Schema,
  wanted: Schema,
): { readonly schema: Schema; readonly changes: readonly TableChange[] } {
  const pairs = wanted.tables.map((table) => [sourceOf(table, held, wanted), table] as const);
  const kept = new Set(pairs.map(([before]) => before));
  const all = [
    ...pairs.map(([before, table]) => changeOf(before, table)),
    ...held.tables.filter((table) => !kept.has(table)).map((table) => changeOf(table, retired(table))),
  ];
  return {
    schema: { tables: all.map(({ after }) => after) },
    changes: all.filter(({ before, after }) => !isDeepStrictEqual(before, after)),
  };
}`,
  `
function sourceOf({ entity, was }: TableSchema, held: Schema, wanted: Schema): TableSchema | undefined {
  const named = (name: string) => held.tables.find((table) => table.entity === name);
  const own = named(entity);
  const isFree = was !== undefined && wanted.tables.every((table) => table.entity !== was);
  return own?.isRetired === true || own === undefined ? ((isFree ? named(was) : undefined) ?? own) : own;
}`,
  `
function changeOf(before: TableSchema | undefined, wanted: TableSchema): TableChange {
  const held = before?.columns ?? [];
  const used = wanted.columns.map((column) => ({
    column,
    source: columnSource(column, held, wanted.columns),
  }));
  const names = new Set(wanted.columns.map(({ name }) => name));
  const sources = new Set(used.map(({ source }) => source));
  const left = held
    .filter((column) => !sources.has(column))
    .map((source) => ({ column: retiredColumn(source, names), source }));
  return {
    before,
    after: {
      name: wanted.name,
      entity: wanted.entity,
      columns: [...wanted.columns.map(bare), ...left.map(({ column }) => column)],
      indexes: wanted.indexes,
      ...(wanted.isRetired && { isRetired: true }),
    },
    columns: [...used, ...left],
  };
}`,
  `
/** A column of its name, or of its earlier name, or one of its name that was out of use. */
export function columnSource(
  { name, was }: ColumnSchema,
  held: readonly ColumnSchema[],
  wanted: readonly ColumnSchema[],
): ColumnSchema | undefined {
  const own = held.find((column) => column.name === name);
  if (own !== undefined && own.isRetired !== true) return own;
  const isFree = wanted.every((column) => column.name !== was);
  return (isFree ? held.find((column) => column.name === was) : undefined) ?? own;
}`,
  `
/** The column as the database remembers it: how it came about is of this version only. */
function bare({ name, type, isOptional, isRetired }: ColumnSchema): ColumnSchema {
  return {
    name,
    type: bareType(type),
    ...(isOptional && { isOptional }),
    ...(isRetired && { isRetired }),
  };
}

export function bareType(type: ValueType): ValueType {
  if (typeof type === 'string') return type;
  if ('list' in type) return { list: bareType(type.list) };
  return 'object' in type ? { object: type.object.map(bare) } : type;
}`,
  `
/** Nothing writes it any more, so nothing may be required of it, and it must not be in the way of a new one. */
function retiredColumn(column: ColumnSchema, taken: ReadonlySet<string>): ColumnSchema {
  const { name, type } = column;
  if (name === 'id') return column;
  const plain = typeof type === 'object' && 'reference' in type ? 'text' : type;
  return { name: taken.has(name) ? \`\${name}_retired\` : name, type: plain, isOptional: true, isRetired: true };
}`,
  `
function retired({ columns, ...table }: TableSchema): TableSchema {
  const none: ReadonlySet<string> = new Set();
  return { ...table, columns: columns.map((column) => retiredColumn(column, none)), indexes: [], isRetired: true };
}`,
];
