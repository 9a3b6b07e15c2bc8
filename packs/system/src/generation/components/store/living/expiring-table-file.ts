import type { SourceFile } from '../../../code/source-file.ts';
import type { Asynchrony } from '../../../plan/asynchrony.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import { renderWrapper } from './wrapper-class.ts';

export const expiringTableFile = 'src/storage/expiring-table.ts';

/** `src/storage/expiring-table.ts`. */
export function renderExpiringTable(usage: StorageUsage, asynchrony: Asynchrony): SourceFile {
  const { await: wait } = asynchrony;
  const present = '{ ...where, goneAt: { above: this.#clock.now } } as Conditions<Row>';
  return renderWrapper(
    {
      path: expiringTableFile,
      name: 'ExpiringTable',
      comment: 'Finds rows until the instant of their end, which it reckons anew with every change.',
      row: '{ readonly goneAt: string }',
      parameters: [
        { name: 'clock', type: '{ readonly now: string }' },
        { name: 'endOf', type: '(row: Row) => string' },
      ],
      bodies: {
        find: `const row = ${wait}this.#rows.find(id);
    return row !== undefined && row.goneAt > this.#clock.now ? row : undefined;`,
        findBy: `const row = ${wait}this.#rows.findBy(values);
    return row !== undefined && row.goneAt > this.#clock.now ? row : undefined;`,
        list: `const { where } = query;
    return this.#rows.list({ ...query, where: ${present} });`,
        count: `return this.#rows.count(${present});`,
        filter: `return this.#rows.filter(${present});`,
        insert: `const { now } = this.#clock;
    const row = { ...values, createdAt: now, updatedAt: now } as unknown as Row;
    return this.#rows.insert({ ...values, goneAt: this.#endOf(row) });`,
        update: `if (Object.keys(changes).length === 0) return row;
    const changed = { ...row, ...changes, updatedAt: this.#clock.now };
    return this.#rows.update(row, { ...changes, goneAt: this.#endOf(changed) });`,
      },
    },
    usage,
    asynchrony,
  );
}
