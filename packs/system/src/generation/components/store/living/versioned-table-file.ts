import type { SourceFile } from '../../../code/source-file.ts';
import type { Asynchrony } from '../../../plan/asynchrony.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import { renderWrapper } from './wrapper-class.ts';

export const versionedTableFile = 'src/storage/versioned-table.ts';

/** `src/storage/versioned-table.ts`. */
export function renderVersionedTable(usage: StorageUsage, asynchrony: Asynchrony): SourceFile {
  return renderWrapper(
    {
      path: versionedTableFile,
      name: 'VersionedTable',
      comment: 'Counts the changes of each row, from 1 for a new one.',
      row: '{ readonly version: number }',
      parameters: [],
      bodies: {
        insert: 'return this.#rows.insert({ ...values, version: 1 });',
        update: `const isChange = Object.keys(changes).length > 0;
    return this.#rows.update(row, isChange ? { ...changes, version: row.version + 1 } : changes);`,
      },
    },
    usage,
    asynchrony,
  );
}
