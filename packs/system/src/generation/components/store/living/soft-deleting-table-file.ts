import type { SourceFile } from '../../../code/source-file.ts';
import type { Asynchrony } from '../../../plan/asynchrony.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import { renderWrapper } from './wrapper-class.ts';

export const softDeletingTableFile = 'src/storage/soft-deleting-table.ts';

/** `src/storage/soft-deleting-table.ts`. */
export function renderSoftDeletingTable(usage: StorageUsage, asynchrony: Asynchrony): SourceFile {
  const { await: wait } = asynchrony;
  const present = '{ ...where, deletedAt: { equals: null } } as Conditions<Row>';
  return renderWrapper(
    {
      path: softDeletingTableFile,
      name: 'SoftDeletingTable',
      comment: 'Keeps deleted rows, with the instant of their deletion, and finds them no more.',
      row: '{ readonly deletedAt: string | null }',
      parameters: [{ name: 'clock', type: '{ readonly now: string }' }],
      bodies: {
        find: `const row = ${wait}this.#rows.find(id);
    return row?.deletedAt === null ? row : undefined;`,
        findBy: `const row = ${wait}this.#rows.findBy(values);
    return row?.deletedAt === null ? row : undefined;`,
        list: `const { where } = query;
    return this.#rows.list({ ...query, where: ${present} });`,
        count: `return this.#rows.count(${present});`,
        filter: `return this.#rows.filter(${present});`,
        insert: 'return this.#rows.insert({ ...values, deletedAt: null });',
        delete: `${wait}this.#rows.update(row, { deletedAt: this.#clock.now } as Changes<Row>);`,
      },
    },
    usage,
    asynchrony,
  );
}
