import { SourceFile } from '../../code/source-file.ts';
import type { Asynchrony } from '../../plan/asynchrony.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import { tablesFile } from '../store/tables-file.ts';
import { problemFile } from './refusal.ts';

export const referencesFile = 'src/domain/references.ts';

/** `src/domain/references.ts`, or undefined when no input refers to records. */
export function renderReferencesFile(
  { references }: StorageUsage,
  asynchrony: Asynchrony,
): SourceFile | undefined {
  if (references.size === 0) return undefined;
  const file = new SourceFile(referencesFile);
  file.imports.value(problemFile, 'refuseField');
  for (const type of ['Stored', 'Table']) file.imports.type(tablesFile, type);
  if (references.has('one')) file.add(one(asynchrony));
  if (references.has('all')) file.add(all(asynchrony));
  if (references.has('oneVisible')) file.add(oneVisible(asynchrony));
  if (references.has('allVisible')) file.add(allVisible(asynchrony));
  return file;
}

const one = ({ async, promise, result }: Asynchrony) => `
/** Refuses the input when a field of it refers to a record that does not exist. A missing value refers to none. */
export ${async}function expectExisting<Row extends Stored>(
  table: Table<Row>,
  id: string | null | undefined,
  field: string,
  message: string,
): ${promise('void')} {
  if (typeof id === 'string' && !${result('table.find(id)')}) refuseField(field, 'unknown_reference', message);
}`;

const all = ({ async, await: wait, promise }: Asynchrony) => `
/** Refuses the input when a list in it refers to a record that does not exist. */
export ${async}function expectAllExisting<Row extends Stored>(
  table: Table<Row>,
  ids: readonly string[] | null | undefined,
  field: string,
  message: string,
): ${promise('void')} {
  ${wait === '' ? everyFound : everyAwaited}
}`;

const oneVisible = ({ async, await: wait, promise }: Asynchrony) => `
/** Refuses the input when a field of it refers to a record that may not be seen. A missing value refers to none. */
export ${async}function expectVisible<Row extends Stored>(
  table: Table<Row>,
  id: string | null | undefined,
  isVisible: (record: Row) => boolean,
  field: string,
  message: string,
): ${promise('void')} {
  if (typeof id !== 'string') return;
  const record = ${wait}table.find(id);
  if (!record || !isVisible(record)) refuseField(field, 'unknown_reference', message);
}`;

const allVisible = ({ async, await: wait, promise }: Asynchrony) => `
/** Refuses the input when a list in it refers to a record that may not be seen. */
export ${async}function expectAllVisible<Row extends Stored>(
  table: Table<Row>,
  ids: readonly string[] | null | undefined,
  isVisible: (record: Row) => boolean,
  field: string,
  message: string,
): ${promise('void')} {
  for (const id of ids ?? []) {
    const record = ${wait}table.find(id);
    if (!record || !isVisible(record)) refuseField(field, 'unknown_reference', message);
  }
}`;

const everyFound =
  "if (ids && !ids.every((id) => table.find(id))) refuseField(field, 'unknown_reference', message);";

const everyAwaited = `for (const id of ids ?? []) {
    if (!(await table.find(id))) refuseField(field, 'unknown_reference', message);
  }`;
