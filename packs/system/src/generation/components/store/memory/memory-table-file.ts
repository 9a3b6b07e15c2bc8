import { lines, paragraphs } from '../../../code/blocks.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { StorageUsage, TableMethod } from '../../../plan/storage-usage.ts';
import { journalFile, matcherFile, memoryTableFile, orderFile, uniqueIndexFile } from '../storage-files.ts';
import { needsConditions, tableMethods, tablesFile } from '../tables-file.ts';

/** `src/storage/memory-table.ts`. */
export function renderMemoryTable(usage: StorageUsage, isUnique: boolean): SourceFile {
  const { methods } = usage;
  const file = new SourceFile(memoryTableFile);
  for (const type of ['Stored', 'Table']) file.imports.type(tablesFile, type);
  file.imports.type(journalFile, 'Journal');
  if (isUnique) {
    file.imports.value(uniqueIndexFile, 'UniqueIndex');
    file.imports.type(uniqueIndexFile, 'UniqueKey');
  }
  const scope = { usage, file, isUnique, rows: isUnique ? indexedRows : plainRows };
  const used = tableMethods.filter((method) => methods.has(method));
  file.add(`
/** Rows by id, in order of creation. A row is replaced, never changed, so that answers may hold on to it. */
export class MemoryTable<Row extends Stored> implements Table<Row> {
${paragraphs(
  renderHead(usage, isUnique, file),
  ...used.map((method) => renderers[method](scope)),
  needsConditions(usage) && renderMatching(file),
  isUnique && indexedPut,
  isUnique && (methods.has('insert') || methods.has('delete')) && indexedDrop,
)}
}`);
  if (methods.has('findBy')) file.add(hasValues);
  return file;
}

interface MethodScope {
  readonly usage: StorageUsage;
  readonly file: SourceFile;
  readonly isUnique: boolean;
  readonly rows: RowCode;
}

const renderers: Readonly<Record<TableMethod, (scope: MethodScope) => string>> = {
  find: () => find,
  findBy: ({ isUnique }) => (isUnique ? indexedFindBy : findBy),
  list: ({ usage, file }) => renderList(usage, file),
  count: ({ file }) => renderCount(file),
  filter: ({ file }) => renderFilter(file),
  insert: ({ rows, file }) => renderInsert(rows, file),
  update: ({ rows, file }) => renderUpdate(rows, file),
  delete: ({ rows, file }) => renderDelete(rows, file),
};

function renderHead({ methods, sortedEnums }: StorageUsage, isUnique: boolean, file: SourceFile): string {
  const sortsEnums = sortedEnums.size > 0;
  if (sortsEnums) file.imports.type(orderFile, 'Orders');
  const parameters = [
    'journal: Journal',
    ...(isUnique ? ['keys: readonly UniqueKey<Row>[] = []'] : []),
    ...(sortsEnums ? ['orders: Orders = {}'] : []),
  ];
  return paragraphs(
    lines(
      '  readonly #journal: Journal;',
      isUnique && '  readonly #indexes: readonly UniqueIndex<Row>[];',
      sortsEnums && '  readonly #orders: Orders;',
      `  ${methods.has('delete') ? '' : 'readonly '}#rows = new Map<string, Row>();`,
    ),
    lines(
      `  constructor(${parameters.join(', ')}) {`,
      '    this.#journal = journal;',
      isUnique && '    this.#indexes = keys.map((key) => new UniqueIndex(key));',
      sortsEnums && '    this.#orders = orders;',
      '  }',
    ),
  );
}

const find = `  find(id: string): Row | undefined {
    return this.#rows.get(id);
  }`;

const findBy = `  findBy(values: Partial<Row>): Row | undefined {
    return this.#rows.values().find((row) => hasValues(row, values));
  }`;

const indexedFindBy = `  findBy(values: Partial<Row>): Row | undefined {
    const index = this.#indexes.find((each) => each.covers(values));
    if (index !== undefined) return this.#rows.get(index.ownerOf(values) ?? '');
    return this.#rows.values().find((row) => hasValues(row, values));
  }`;

const hasValues = `
function hasValues<Row>(row: Row, values: Partial<Row>): boolean {
  return (Object.keys(values) as (keyof Row)[]).every((field) => row[field] === values[field]);
}`;

function renderList({ hasMatching, sortedEnums }: StorageUsage, file: SourceFile): string {
  for (const type of ['ListQuery', 'Page']) file.imports.type(tablesFile, type);
  file.imports.value(orderFile, 'inOrder');
  file.imports.value(matcherFile, 'matcher');
  return `  list({ where, ${hasMatching ? 'matching, ' : ''}sort, limit, offset }: ListQuery<Row>): Page<Row> {
    const matches = ${hasMatching ? 'matcher(where, matching)' : 'matcher(where)'};
    if (matches === undefined && sort.join() === 'createdAt') {
      const items = this.#rows.values().drop(offset).take(limit).toArray();
      return { items, total: this.#rows.size };
    }
    const rows = this.#matching(matches);
    return { items: inOrder(rows, sort${sortedEnums.size > 0 ? ', this.#orders' : ''}).slice(offset, offset + limit), total: rows.length };
  }`;
}

function renderCount(file: SourceFile): string {
  file.imports.type(tablesFile, 'Conditions');
  return `  count(where: Conditions<Row>): number {
    return this.#matching(matcher(where)).length;
  }`;
}

function renderFilter(file: SourceFile): string {
  file.imports.type(tablesFile, 'Conditions');
  return `  filter(where: Conditions<Row>): Row[] {
    return this.#matching(matcher(where));
  }`;
}

/** How rows get in and out. */
interface RowCode {
  readonly put: (row: string, before?: string) => string;
  readonly drop: (row: string) => string;
}

const plainRows: RowCode = {
  put: (row) => `this.#rows.set(${row}.id, ${row})`,
  drop: (row) => `this.#rows.delete(${row}.id)`,
};

const indexedRows: RowCode = {
  put: (row, before) => `this.#put(${row}${before === undefined ? '' : `, ${before}`})`,
  drop: (row) => `this.#drop(${row})`,
};

function renderInsert({ put, drop }: RowCode, file: SourceFile): string {
  file.imports.value('node:crypto', 'randomUUID');
  file.imports.type(tablesFile, 'NewRow');
  return `  insert(values: NewRow<Row>): Row {
    const { now } = this.#journal;
    const row = { id: randomUUID(), ...values, createdAt: now, updatedAt: now } as Row;
    ${put('row')};
    this.#journal.record(() => ${drop('row')});
    return row;
  }`;
}

function renderUpdate({ put }: RowCode, file: SourceFile): string {
  file.imports.type(tablesFile, 'Changes');
  return `  update(row: Row, changes: Changes<Row>): Row {
    if (Object.keys(changes).length === 0) return row;
    const changed = { ...row, ...changes, updatedAt: this.#journal.now };
    ${put('changed', 'row')};
    this.#journal.record(() => ${put('row', 'changed')});
    return changed;
  }`;
}

function renderDelete({ put, drop }: RowCode, file: SourceFile): string {
  file.imports.value(orderFile, 'inOrder');
  return `  delete(row: Row): void {
    ${drop('row')};
    this.#journal.record(() => {
      ${put('row')};
      this.#rows = new Map(inOrder([...this.#rows.values()], ['createdAt']).map((each) => [each.id, each]));
    });
  }`;
}

function renderMatching(file: SourceFile): string {
  file.imports.value(matcherFile, 'matcher');
  file.imports.type(matcherFile, 'Matcher');
  return `  #matching(matches: Matcher<Row> | undefined): Row[] {
    const rows = [...this.#rows.values()];
    return matches === undefined ? rows : rows.filter(matches);
  }`;
}

const indexedPut = `  #put(row: Row, before?: Row): void {
    for (const index of this.#indexes) index.expectFree(row);
    for (const index of this.#indexes) index.replace(before, row);
    this.#rows.set(row.id, row);
  }`;

const indexedDrop = `  #drop(row: Row): void {
    for (const index of this.#indexes) index.replace(row, undefined);
    this.#rows.delete(row.id);
  }`;
