import { SourceFile } from '../../../code/source-file.ts';
import { columnFile } from '../storage-files.ts';

/** `src/storage/column.ts`. */
export function renderColumnFile(): SourceFile {
  const file = new SourceFile(columnFile);
  file.imports.type('node:sqlite', 'SQLInputValue');
  file.add(`
/** Booleans are kept as 0 and 1, lists and objects as JSON text, everything else as it is. */
export type ColumnKind = 'boolean' | 'json';

export function toSql(value: unknown, kind?: ColumnKind): SQLInputValue {
  if (value === null || kind === undefined) return value as SQLInputValue;
  return kind === 'boolean' ? Number(value) : JSON.stringify(value);
}`);
  return file.add(`
export function fromSql(value: unknown, kind: ColumnKind): unknown {
  if (value === null) return null;
  return kind === 'boolean' ? value === 1 : JSON.parse(value as string);
}`);
}
