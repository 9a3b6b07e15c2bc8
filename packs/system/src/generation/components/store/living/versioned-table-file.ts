import type { SourceFile } from '../../../code/source-file.ts';
import type { Asynchrony } from '../../../plan/asynchrony.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import { renderWrapper } from './wrapper-class.ts';

export const versionedTableFile = 'src/storage/versioned-table.ts';

/** `src/storage/versioned-table.ts`. */
export function renderVersionedTable(
  usage: StorageUsage,
  asynchrony: Asynchrony,
  keepsHistory: boolean,
): SourceFile {
  const { await: wait, promise } = asynchrony;
  const insertion = 'this.#rows.insert({ ...values, version: 1 })';
  const update = `this.#rows.update(row, { ...changes, version: row.version + 1 })`;
  return renderWrapper(
    {
      path: versionedTableFile,
      name: 'VersionedTable',
      comment: `Counts the changes of each row, from 1 for a new one${keepsHistory ? ', and may keep what it was each time' : ''}.`,
      row: '{ readonly version: number }',
      parameters: keepsHistory
        ? [
            {
              name: 'keep',
              type: `(row: Row) => ${promise('void')}`,
              standard: wait === '' ? '() => undefined' : '() => Promise.resolve()',
            },
          ]
        : [],
      bodies: keepsHistory
        ? {
            insert: `const row = ${wait}${insertion};
    ${wait}this.#keep(row);
    return row;`,
            update: `if (Object.keys(changes).length === 0) return row;
    const changed = ${wait}${update};
    ${wait}this.#keep(changed);
    return changed;`,
          }
        : {
            insert: `return ${insertion};`,
            update: `const isChange = Object.keys(changes).length > 0;
    return this.#rows.update(row, isChange ? { ...changes, version: row.version + 1 } : changes);`,
          },
    },
    usage,
    asynchrony,
  );
}
