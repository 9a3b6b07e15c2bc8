import { SourceFile } from '../../../code/source-file.ts';
import { schemaTypesFile } from '../storage-files.ts';

/** `src/storage/migration/schema-types.ts`: what a version of the system keeps, as data. */
/** @param hasDurations Whether some column holds durations. */
export function renderSchemaTypes(hasDurations: boolean): SourceFile {
  const file = new SourceFile(schemaTypesFile);
  for (const part of codeParts(hasDurations)) file.add(part);
  return file;
}

const codeParts = (hasDurations: boolean): readonly string[] => [
  `
/** What one version of the system keeps. */
export interface Schema {
  readonly tables: readonly TableSchema[];
}`,
  `
export interface TableSchema {
  readonly name: string;
  /** The kind of record it holds, by which versions recognise their tables. */
  readonly entity: string;
  /** What that was called in earlier versions. */
  readonly was?: string;
  readonly columns: readonly ColumnSchema[];
  readonly indexes: readonly IndexSchema[];
  /** Of an earlier version: its rows stay, out of sight. */
  readonly isRetired?: true;
}`,
  `
/** A column of a table, or a field of an object in one. */
export interface ColumnSchema {
  readonly name: string;
  readonly was?: string;
  readonly type: ValueType;
  readonly isOptional?: true;
  /** Makes a value for rows that are older than the column. */
  readonly fill?: Fill;
  readonly isRetired?: true;
}`,
  `
export type ValueType =
  | 'text'
  | 'integer'
  | 'number'
  | 'money'
  | 'boolean'
  | 'date'
  | 'time'
  | 'datetime'${hasDurations ? "\n  | 'duration'" : ''}
  | 'json'
  | { readonly enum: readonly string[] }
  /** The id of a row of this table. */
  | { readonly reference: string }
  | { readonly list: ValueType }
  | { readonly object: readonly ColumnSchema[] };`,
  `
export interface IndexSchema {
  readonly columns: readonly string[];
  readonly isUnique?: true;
  readonly ignoresCase?: true;
}`,
  'export type Row = Readonly<Record<string, unknown>>;',
  'export type Fill = (row: Row, now: string) => unknown;',
];
