import { paragraphs } from '../../../code/blocks.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { StorageUsage, TableMethod } from '../../../plan/storage-usage.ts';
import { problemFile } from '../../domain/refusal.ts';
import { columnFile, conditionFile, connectionFile, sqliteTableFile } from '../storage-files.ts';
import { sortTermOf } from '../enum-orders.ts';
import {
  orderKeyMethod,
  orderKeyType,
  readsRows,
  renderTableLayout,
  usedMethods,
  writesRows,
} from '../sql-table-parts.ts';
import { tablesFile } from '../tables-file.ts';
import type { SqliteUsage } from './database-file.ts';

/** `src/storage/sqlite-table.ts`. */
export function renderSqliteTable(usage: StorageUsage, sqlite: SqliteUsage): SourceFile {
  const file = new SourceFile(sqliteTableFile);
  for (const type of ['Stored', 'Table']) file.imports.type(tablesFile, type);
  file.imports.type(connectionFile, 'Connection');
  const kinds =
    sqlite.hasKinds &&
    `  readonly kinds: Readonly<Record<string, ${file.imports.type(columnFile, 'ColumnKind')}>>;`;
  file.add(renderTableLayout(kinds, usage, sqlite));
  const isRead = readsRows(usage);
  const isWritten = writesRows(usage);
  file.add(`
/** The rows of one table of the data file. */
export class SqliteTable<Row extends Stored> implements Table<Row> {
${paragraphs(
  head,
  ...usedMethods(usage).map((method) => renderers[method]({ usage, sqlite, file })),
  isRead && renderSelect(file),
  isRead && (sqlite.hasKinds ? renderFromSql(file) : plainFromSql),
  sqlite.hasUniqueKeys && isWritten && renderExpectUnique(sqlite, file),
)}
}`);
  return file.add(sortTermOf(usage));
}

interface MethodScope {
  readonly usage: StorageUsage;
  readonly sqlite: SqliteUsage;
  readonly file: SourceFile;
}

const renderers: Readonly<Record<TableMethod, (scope: MethodScope) => string>> = {
  find: () => find,
  findBy: ({ sqlite, file }) => renderFindBy(sqlite, file),
  list: ({ usage, file }) => renderList(usage, file),
  count: ({ file }) => renderCount(file),
  filter: ({ file }) => renderFilter(file),
  insert: ({ sqlite, file }) => renderInsert(sqlite, file),
  update: ({ sqlite, file }) => renderUpdate(sqlite, file),
  delete: () => remove,
};

const head = `  readonly #connection: Connection;
  readonly #layout: TableLayout<Row>;
  /** Those that this version of the system knows: an earlier one may have left others. */
  readonly #names: string;

  constructor(connection: Connection, layout: TableLayout<Row>) {
    this.#connection = connection;
    this.#layout = layout;
    this.#names = layout.columns.map((column) => \`"\${column}"\`).join(', ');
  }`;

const find = `  find(id: string): Row | undefined {
    return this.#select('WHERE "id" = ?', [id])[0];
  }`;

function toSql(column: string, value: string, { hasKinds }: SqliteUsage, file: SourceFile): string {
  if (!hasKinds) {
    file.imports.type('node:sqlite', 'SQLInputValue');
    return `${value} as SQLInputValue`;
  }
  return `${file.imports.value(columnFile, 'toSql')}(${value}, this.#layout.kinds[${column}])`;
}

function renderFindBy(sqlite: SqliteUsage, file: SourceFile): string {
  const value = toSql('field', 'values[field]', sqlite, file);
  if (!sqlite.ignoresCase) {
    return `  findBy(values: Partial<Row>): Row | undefined {
    const fields = Object.keys(values) as (keyof Row & string)[];
    const tests = fields.map((field) => \`"\${field}" IS ?\`);
    const operands = fields.map((field) => ${value});
    return this.#select(\`WHERE \${tests.join(' AND ')} LIMIT 1\`, operands)[0];
  }`;
  }
  return `  findBy(values: Partial<Row>): Row | undefined {
    const fields = Object.keys(values) as (keyof Row & string)[];
    const key = this.#layout.unique.find((each) => each.fields.join() === fields.join());
    const tests = fields.map((field) =>
      key?.ignoreCase ? \`fold("\${field}") = fold(?)\` : \`"\${field}" IS ?\`,
    );
    const operands = fields.map((field) => ${value});
    return this.#select(\`WHERE \${tests.join(' AND ')} LIMIT 1\`, operands)[0];
  }`;
}

function renderList(usage: StorageUsage, file: SourceFile): string {
  for (const type of ['ListQuery', 'Page']) file.imports.type(tablesFile, type);
  file.imports.value(conditionFile, 'whereClause');
  return usage.hasStretches ? renderStretchedList(usage, file) : renderPlainList(usage);
}

function renderPlainList({ hasMatching, sortedEnums }: StorageUsage): string {
  const term = (column: string) =>
    sortedEnums.size > 0 ? `\${sortTerm(${column}, this.#layout.orders)}` : `"\${${column}}"`;
  return `  list({ where, ${hasMatching ? 'matching, ' : ''}sort, limit, offset }: ListQuery<Row>): Page<Row> {
    const { sql, values } = whereClause(where);
    const keys = sort.map((key) =>
      key.startsWith('-') ? \`${term('key.slice(1)')} DESC\` : \`${term('key')} ASC\`,
    );
    const made = sort.some((key) => key === '-createdAt') ? 'DESC' : 'ASC';
    const sorted = \`\${sql} ORDER BY \${keys.join(', ')}, rowid \${made}\`;${hasMatching ? matching('sorted') : ''}
    const items = this.#select(\`\${sorted} LIMIT ? OFFSET ?\`, [...values, limit, offset]);
    return { items, total: this.count(where) };
  }`;
}

const matching = (sorted: string) => `
    if (matching !== undefined) {
      const rows = this.#select(${sorted}, values).filter(matching);
      return { items: rows.slice(offset, offset + limit), total: rows.length };
    }`;

function renderStretchedList({ hasMatching, sortedEnums }: StorageUsage, file: SourceFile): string {
  const term = sortedEnums.size > 0 ? 'sortTerm(column, this.#layout.orders)' : '`"${column}"`';
  const matched = `
    if (matching !== undefined) {
      const rows = this.#select(\`\${tests} \${order}\`, operands).filter(matching);
      const total = after ? this.#select(sql, values).filter(matching).length : rows.length;
      return { items: rows.slice(offset, offset + limit), total };
    }`;
  return `  list({ where, ${hasMatching ? 'matching, ' : ''}sort, limit, offset, after }: ListQuery<Row>): Page<Row> {
    const { sql, values } = whereClause(where);
    const keys = sort.map((key) => this.#orderKey(key));
    const made = sort.some((key) => key === '-createdAt') ? 'DESC' : 'ASC';
    const order = \`ORDER BY \${keys.map(({ term, direction }) => \`\${term} \${direction}\`).join(', ')}, rowid \${made}\`;
    const place = after && this.#after(keys, made, after);
    const tests = place === undefined ? sql : \`\${sql === '' ? 'WHERE' : \`\${sql} AND\`} \${place.sql}\`;
    const operands = [...values, ...(place?.values ?? [])];${hasMatching ? matched : ''}
    const items = this.#select(\`\${tests} \${order} LIMIT ? OFFSET ?\`, [...operands, limit, offset]);
    return { items, total: this.count(where) };
  }

${orderKeyMethod(term)}

${renderAfter(file)}`;
}

function renderAfter(file: SourceFile): string {
  file.imports.type(conditionFile, 'Clause');
  for (const type of ['Position', 'Sort']) file.imports.type(tablesFile, type);
  file.imports.type('node:sqlite', 'SQLInputValue');
  file.add(orderKeyType);
  return `  /** The condition on rows that come after a place: later in the order, or just as far and made later. */
  #after(keys: readonly OrderKey[], made: OrderKey['direction'], { values, createdAt, ids }: Position): Clause {
    const places = values.map((value) => (typeof value === 'boolean' ? Number(value) : value));
    const row = this.#rowIdOf(keys, places, ids);
    const later = made === 'ASC' ? '>' : '<';
    const madeLater = row === undefined ? \`"createdAt" \${later}= ?\` : \`rowid \${later} ?\`;
    return keys.reduceRight<Clause>((rest, key, index) => this.#beyond(key, places[index] ?? null, rest), {
      sql: madeLater,
      values: [row ?? createdAt],
    });
  }

  /** The condition on rows that are later by one key, or as far by it and later by the rest. */
  #beyond({ term, direction, isOptional }: OrderKey, place: SQLInputValue, rest: Clause): Clause {
    const isAscending = direction === 'ASC';
    if (place === null) {
      return { sql: \`(\${term} \${isAscending ? 'IS NOT NULL OR' : 'IS NULL AND'} \${rest.sql})\`, values: rest.values };
    }
    const later = isAscending ? '>' : '<';
    const sql = \`\${term} \${later}= ? AND (\${term} \${later} ? OR \${rest.sql})\`;
    const isMissingLast = isOptional && !isAscending;
    return { sql: isMissingLast ? \`(\${term} IS NULL OR \${sql})\` : \`(\${sql})\`, values: [place, place, ...rest.values] };
  }

  /** Where the first of these rows is kept that is still there and still as far in the order. */
  #rowIdOf(
    keys: readonly OrderKey[],
    places: readonly SQLInputValue[],
    ids: readonly string[],
  ): number | undefined {
    const tests = keys.map(({ term }) => \` AND \${term} IS ?\`).join('');
    const statement = this.#connection.prepare(
      \`SELECT rowid AS place FROM "\${this.#layout.name}" WHERE "id" = ?\${tests}\`,
    );
    for (const id of ids) {
      const row = statement.get(id, ...places);
      if (row !== undefined) return Number(row['place']);
    }
    return undefined;
  }`;
}

function renderCount(file: SourceFile): string {
  file.imports.type(tablesFile, 'Conditions');
  file.imports.value(conditionFile, 'whereClause');
  return `  count(where: Conditions<Row>): number {
    const { sql, values } = whereClause(where);
    const row = this.#connection
      .prepare(\`SELECT count(*) AS total FROM "\${this.#layout.name}" \${sql}\`)
      .get(...values);
    return Number(row?.['total']);
  }`;
}

function renderFilter(file: SourceFile): string {
  file.imports.type(tablesFile, 'Conditions');
  file.imports.value(conditionFile, 'whereClause');
  return `  filter(where: Conditions<Row>): Row[] {
    const { sql, values } = whereClause(where);
    return this.#select(\`\${sql} ORDER BY rowid\`, values);
  }`;
}

function renderInsert(sqlite: SqliteUsage, file: SourceFile): string {
  file.imports.value('node:crypto', 'randomUUID');
  file.imports.type(tablesFile, 'NewRow');
  return `  insert(values: NewRow<Row>): Row {
    const { now } = this.#connection;
    const { name, columns } = this.#layout;
    const row = { id: randomUUID(), ...values, createdAt: now, updatedAt: now } as Row;${sqlite.hasUniqueKeys ? '\n    this.#expectUnique(row);' : ''}
    const places = columns.map(() => '?').join(', ');
    this.#connection
      .prepare(\`INSERT INTO "\${name}" (\${this.#names}) VALUES (\${places})\`)
      .run(...columns.map((column) => ${toSql('column', 'row[column]', sqlite, file)}));
    return row;
  }`;
}

function renderUpdate(sqlite: SqliteUsage, file: SourceFile): string {
  file.imports.type(tablesFile, 'Changes');
  return `  update(row: Row, changes: Changes<Row>): Row {
    if (Object.keys(changes).length === 0) return row;
    const changed = { ...row, ...changes, updatedAt: this.#connection.now };${sqlite.hasUniqueKeys ? '\n    this.#expectUnique(changed);' : ''}
    const columns = [...Object.keys(changes), 'updatedAt'] as (keyof Row & string)[];
    const settings = columns.map((column) => \`"\${column}" = ?\`).join(', ');
    this.#connection
      .prepare(\`UPDATE "\${this.#layout.name}" SET \${settings} WHERE "id" = ?\`)
      .run(...columns.map((column) => ${toSql('column', 'changed[column]', sqlite, file)}), row.id);
    return changed;
  }`;
}

const remove = `  delete(row: Row): void {
    this.#connection.prepare(\`DELETE FROM "\${this.#layout.name}" WHERE "id" = ?\`).run(row.id);
  }`;

function renderSelect(file: SourceFile): string {
  file.imports.type('node:sqlite', 'SQLInputValue');
  return `  #select(rest: string, values: readonly SQLInputValue[]): Row[] {
    return this.#connection
      .prepare(\`SELECT \${this.#names} FROM "\${this.#layout.name}" \${rest}\`)
      .all(...values)
      .map((row) => this.#fromSql(row));
  }`;
}

function renderFromSql(file: SourceFile): string {
  file.imports.value(columnFile, 'fromSql');
  return `  #fromSql(row: Readonly<Record<string, unknown>>): Row {
    const values = { ...row };
    for (const [column, kind] of Object.entries(this.#layout.kinds)) {
      values[column] = fromSql(values[column], kind);
    }
    return values as unknown as Row;
  }`;
}

const plainFromSql = `  #fromSql(row: Readonly<Record<string, unknown>>): Row {
    return { ...row } as unknown as Row;
  }`;

function renderExpectUnique(sqlite: SqliteUsage, file: SourceFile): string {
  file.imports.value(problemFile, 'notUnique');
  const names = sqlite.ignoresCase ? '{ fields, ignoreCase }' : '{ fields }';
  const test = sqlite.ignoresCase
    ? '(field) => (ignoreCase ? `fold("${field}") = fold(?)` : `"${field}" = ?`)'
    : '(field) => `"${field}" = ?`';
  return `  #expectUnique(row: Row): void {
    for (const ${names} of this.#layout.unique) {
      const tests = fields.map(${test}).join(' AND ');
      const values = fields.map((field) => ${toSql('field', 'row[field]', sqlite, file)});
      const other = this.#connection
        .prepare(\`SELECT "id" FROM "\${this.#layout.name}" WHERE \${tests} AND "id" <> ?\`)
        .get(...values, row.id);
      if (other !== undefined) throw notUnique(fields);
    }
  }`;
}
