import { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import { tablesFile } from '../store/tables-file.ts';
import { problemFile } from './refusal.ts';

export const referencesFile = 'src/domain/references.ts';

/** `src/domain/references.ts`, or undefined when no input refers to records. */
export function renderReferencesFile({ references }: StorageUsage): SourceFile | undefined {
  if (references.size === 0) return undefined;
  const file = new SourceFile(referencesFile);
  file.imports.value(problemFile, 'refuseField');
  for (const type of ['Stored', 'Table']) file.imports.type(tablesFile, type);
  if (references.has('one')) file.add(one);
  if (references.has('all')) file.add(all);
  return file;
}

const one = `
/** Refuses the input when a field of it refers to a record that does not exist. A missing value refers to none. */
export function expectExisting<Row extends Stored>(
  table: Table<Row>,
  id: string | null | undefined,
  field: string,
  message: string,
): void {
  if (typeof id === 'string' && !table.find(id)) refuseField(field, 'unknown_reference', message);
}`;

const all = `
/** Refuses the input when a list in it refers to a record that does not exist. */
export function expectAllExisting<Row extends Stored>(
  table: Table<Row>,
  ids: readonly string[] | null | undefined,
  field: string,
  message: string,
): void {
  if (ids && !ids.every((id) => table.find(id))) refuseField(field, 'unknown_reference', message);
}`;
