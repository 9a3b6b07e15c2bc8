import { paragraphs } from '../../../code/blocks.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { StorageUsage, TableMethod } from '../../../plan/storage-usage.ts';
import { problemFile } from '../../domain/refusal.ts';
import { conditionFile, foldedFile, postgresTableFile, sessionFile } from '../storage-files.ts';
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
import type { PostgresUsage } from './postgres-usage.ts';

/** `src/storage/postgres-table.ts`. */
export function renderPostgresTable(usage: StorageUsage, postgres: PostgresUsage): SourceFile {
  const file = new SourceFile(postgresTableFile);
  for (const type of ['Stored', 'Table']) file.imports.type(tablesFile, type);
  file.imports.type(sessionFile, 'DatabaseSession');
  const json =
    postgres.hasJson &&
    '  /** Columns that hold lists and objects. */\n  readonly json: readonly (keyof Row & string)[];';
  file.add(renderTableLayout(json, usage, postgres));
  const isRead = readsRows(usage);
  const isWritten = writesRows(usage);
  file.add(`
/** The rows of one table as one transaction sees them. */
export class PostgresTable<Row extends Stored> implements Table<Row> {
${paragraphs(
  head,
  ...usedMethods(usage).map((method) => renderers[method]({ usage, postgres, file })),
  isRead && select,
  isWritten && (postgres.hasJson ? valueWithJson : plainValue),
  postgres.hasUniqueKeys && isWritten && renderExpectUnique(postgres, file),
)}
}`);
  if (isRead || usage.methods.has('insert')) file.add(quotedList);
  return file.add(sortTermOf(usage));
}

interface MethodScope {
  readonly usage: StorageUsage;
  readonly postgres: PostgresUsage;
  readonly file: SourceFile;
}

const renderers: Readonly<Record<TableMethod, (scope: MethodScope) => string>> = {
  find: () => find,
  findBy: ({ postgres, file }) => renderFindBy(postgres, file),
  list: ({ usage, file }) => renderList(usage, file),
  count: ({ file }) => renderCount(file),
  filter: ({ file }) => renderFilter(file),
  insert: ({ postgres, file }) => renderInsert(postgres, file),
  update: ({ postgres, file }) => renderUpdate(postgres, file),
  delete: () => remove,
};

const head = `  readonly #session: DatabaseSession;
  readonly #layout: TableLayout<Row>;

  constructor(session: DatabaseSession, layout: TableLayout<Row>) {
    this.#session = session;
    this.#layout = layout;
  }`;

const find = `  async find(id: string): Promise<Row | undefined> {
    return (await this.#select('WHERE "id" = $1', [id]))[0];
  }`;

function renderFindBy({ ignoresCase }: PostgresUsage, file: SourceFile): string {
  if (!ignoresCase) {
    return `  async findBy(values: Partial<Row>): Promise<Row | undefined> {
    const fields = Object.keys(values) as (keyof Row & string)[];
    const tests = fields.map((field, index) => \`"\${field}" = $\${index + 1}\`);
    const operands = fields.map((field) => values[field]);
    return (await this.#select(\`WHERE \${tests.join(' AND ')} LIMIT 1\`, operands))[0];
  }`;
  }
  file.imports.value(foldedFile, 'folded');
  return `  async findBy(values: Partial<Row>): Promise<Row | undefined> {
    const fields = Object.keys(values) as (keyof Row & string)[];
    const key = this.#layout.unique.find((each) => each.fields.join() === fields.join());
    const tests = fields.map((field, index) =>
      key?.ignoreCase
        ? \`\${folded(\`"\${field}"\`)} = \${folded(\`$\${index + 1}::text\`)}\`
        : \`"\${field}" = $\${index + 1}\`,
    );
    const operands = fields.map((field) => values[field]);
    return (await this.#select(\`WHERE \${tests.join(' AND ')} LIMIT 1\`, operands))[0];
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
  return `  async list({ where, ${hasMatching ? 'matching, ' : ''}sort, limit, offset }: ListQuery<Row>): Promise<Page<Row>> {
    const { sql, values } = whereClause(where);
    const keys = sort.map((key) =>
      key.startsWith('-') ? \`${term('key.slice(1)')} DESC NULLS LAST\` : \`${term('key')} ASC NULLS FIRST\`,
    );
    const made = sort.some((key) => key === '-createdAt') ? 'DESC' : 'ASC';
    const sorted = \`\${sql} ORDER BY \${keys.join(', ')}, row_order \${made}\`;${hasMatching ? matching('sorted') : ''}
    const page = \`\${sorted} LIMIT $\${values.length + 1} OFFSET $\${values.length + 2}\`;
    const items = await this.#select(page, [...values, limit, offset]);
    return { items, total: await this.count(where) };
  }`;
}

const matching = (sorted: string) => `
    if (matching !== undefined) {
      const rows = (await this.#select(${sorted}, values)).filter(matching);
      return { items: rows.slice(offset, offset + limit), total: rows.length };
    }`;

const matchedStretch = `
    if (matching !== undefined) {
      const rows = (await this.#select(\`\${tests} \${order}\`, operands)).filter(matching);
      const total = after ? (await this.#select(sql, values)).filter(matching).length : rows.length;
      return { items: rows.slice(offset, offset + limit), total };
    }`;

/** Columns that always have a value are sorted as their indexes are. */
function renderStretchedList({ hasMatching, sortedEnums }: StorageUsage, file: SourceFile): string {
  for (const type of ['Position', 'Sort']) file.imports.type(tablesFile, type);
  file.imports.type(conditionFile, 'Clause');
  file.imports.value(conditionFile, 'placeOf');
  file.add(orderKeyType);
  file.add(orderSql);
  const term = sortedEnums.size > 0 ? 'sortTerm(column, this.#layout.orders)' : '`"${column}"`';
  return `  async list({ where, ${hasMatching ? 'matching, ' : ''}sort, limit, offset, after }: ListQuery<Row>): Promise<Page<Row>> {
    const { sql, values } = whereClause(where);
    const keys = sort.map((key) => this.#orderKey(key));
    const made = sort.some((key) => key === '-createdAt') ? 'DESC' : 'ASC';
    const order = \`ORDER BY \${keys.map(sqlOf).join(', ')}, row_order \${made}\`;
    const place = after && (await this.#after(keys, made, after, values.length));
    const tests = place === undefined ? sql : \`\${sql === '' ? 'WHERE' : \`\${sql} AND\`} \${place.sql}\`;
    const operands = [...values, ...(place?.values ?? [])];${hasMatching ? matchedStretch : ''}
    const stretch = \`LIMIT $\${operands.length + 1} OFFSET $\${operands.length + 2}\`;
    const items = await this.#select(\`\${tests} \${order} \${stretch}\`, [...operands, limit, offset]);
    return { items, total: await this.count(where) };
  }

${orderKeyMethod(term)}

${after}`;
}

const after = `  /** The condition on rows that come after a place: later in the order, or just as far and made later. */
  async #after(
    keys: readonly OrderKey[],
    made: OrderKey['direction'],
    { values: places, createdAt, ids }: Position,
    taken: number,
  ): Promise<Clause> {
    const row = await this.#rowOrderOf(keys, places, ids);
    const later = made === 'ASC' ? '>' : '<';
    const values: unknown[] = [row ?? createdAt];
    const madeLater = row === undefined ? \`"createdAt" \${later}=\` : \`row_order \${later}\`;
    const sql = keys.reduceRight((rest, key, index) => {
      const value = places[index] ?? null;
      if (value !== null) values.push(value);
      return beyond(key, value === null ? null : placeOf(taken + values.length, value), rest);
    }, \`\${madeLater} $\${taken + 1}\`);
    return { sql, values };
  }

  /** Where the first of these rows is kept that is still there and still as far in the order. */
  async #rowOrderOf(
    keys: readonly OrderKey[],
    places: Position['values'],
    ids: readonly string[],
  ): Promise<unknown> {
    const present = places.filter((value) => value !== null);
    const tests = keys.map(({ term }, index) => {
      const value = places[index] ?? null;
      if (value === null) return \` AND \${term} IS NULL\`;
      const number = places.slice(0, index).filter((each) => each !== null).length + 2;
      return \` AND \${term} = \${placeOf(number, value)}\`;
    });
    const text = \`SELECT row_order AS place FROM "\${this.#layout.name}" WHERE "id" = $1\${tests.join('')}\`;
    for (const id of ids) {
      const [row] = await this.#session.query<{ place: unknown }>(text, [id, ...present]);
      if (row !== undefined) return row.place;
    }
    return undefined;
  }`;

const orderSql = `
function sqlOf({ term, direction, isOptional }: OrderKey): string {
  const missing = direction === 'ASC' ? ' NULLS FIRST' : ' NULLS LAST';
  return \`\${term} \${direction}\${isOptional ? missing : ''}\`;
}

/** The condition on rows that are later by one key, or as far by it and later by the rest. */
function beyond({ term, direction, isOptional }: OrderKey, place: string | null, rest: string): string {
  const isAscending = direction === 'ASC';
  if (place === null) return \`(\${term} \${isAscending ? 'IS NOT NULL OR' : 'IS NULL AND'} \${rest})\`;
  const later = isAscending ? '>' : '<';
  const sql = \`\${term} \${later}= \${place} AND (\${term} \${later} \${place} OR \${rest})\`;
  return isOptional && !isAscending ? \`(\${term} IS NULL OR \${sql})\` : \`(\${sql})\`;
}`;

function renderCount(file: SourceFile): string {
  file.imports.type(tablesFile, 'Conditions');
  file.imports.value(conditionFile, 'whereClause');
  return `  async count(where: Conditions<Row>): Promise<number> {
    const { sql, values } = whereClause(where);
    const text = \`SELECT count(*) AS total FROM "\${this.#layout.name}" \${sql}\`;
    const [row] = await this.#session.query<{ total: number }>(text, values);
    return row?.total ?? 0;
  }`;
}

function renderFilter(file: SourceFile): string {
  file.imports.type(tablesFile, 'Conditions');
  file.imports.value(conditionFile, 'whereClause');
  return `  filter(where: Conditions<Row>): Promise<Row[]> {
    const { sql, values } = whereClause(where);
    return this.#select(\`\${sql} ORDER BY row_order\`, values);
  }`;
}

function renderInsert({ hasUniqueKeys }: PostgresUsage, file: SourceFile): string {
  file.imports.value('node:crypto', 'randomUUID');
  file.imports.type(tablesFile, 'NewRow');
  const insert = `\`INSERT INTO "\${name}" (\${quoted(columns)}) VALUES (\${places.join(', ')})`;
  const write = hasUniqueKeys
    ? `    // Instead of an error, which would end the transaction, no row comes back.
    const text = ${insert} ON CONFLICT DO NOTHING RETURNING "id"\`;
    const written = await this.#session.query(
      text,
      columns.map((column) => this.#value(row, column)),
    );
    if (written.length === 0) await this.#expectUnique(row, columns);`
    : `    const text = ${insert}\`;
    await this.#session.query(
      text,
      columns.map((column) => this.#value(row, column)),
    );`;
  return `  async insert(values: NewRow<Row>): Promise<Row> {
    const { now } = this.#session;
    const { name, columns } = this.#layout;
    const row = { id: randomUUID(), ...values, createdAt: now, updatedAt: now } as Row;
    const places = columns.map((_, index) => \`$\${index + 1}\`);
${write}
    return row;
  }`;
}

function renderUpdate({ hasUniqueKeys }: PostgresUsage, file: SourceFile): string {
  file.imports.type(tablesFile, 'Changes');
  return `  async update(row: Row, changes: Changes<Row>): Promise<Row> {
    if (Object.keys(changes).length === 0) return row;
    const changed = { ...row, ...changes, updatedAt: this.#session.now };
    const columns = [...Object.keys(changes), 'updatedAt'] as (keyof Row & string)[];${hasUniqueKeys ? '\n    await this.#expectUnique(changed, columns);' : ''}
    const settings = columns.map((column, index) => \`"\${column}" = $\${index + 2}\`);
    await this.#session.query(
      \`UPDATE "\${this.#layout.name}" SET \${settings.join(', ')} WHERE "id" = $1\`,
      [row.id, ...columns.map((column) => this.#value(changed, column))],
    );
    return changed;
  }`;
}

const remove = `  async delete(row: Row): Promise<void> {
    await this.#session.query(\`DELETE FROM "\${this.#layout.name}" WHERE "id" = $1\`, [row.id]);
  }`;

const select = `  #select(rest: string, values: readonly unknown[]): Promise<Row[]> {
    const { name, columns } = this.#layout;
    return this.#session.query(\`SELECT \${quoted(columns)} FROM "\${name}" \${rest}\`, values);
  }`;

const valueWithJson = `  #value(row: Row, column: keyof Row & string): unknown {
    const value = row[column];
    return value !== null && this.#layout.json.includes(column) ? JSON.stringify(value) : value;
  }`;

const plainValue = `  #value(row: Row, column: keyof Row & string): unknown {
    return row[column];
  }`;

function renderExpectUnique({ ignoresCase }: PostgresUsage, file: SourceFile): string {
  file.imports.value(problemFile, 'notUnique');
  if (ignoresCase) file.imports.value(foldedFile, 'folded');
  const names = ignoresCase ? '{ fields, ignoreCase }' : '{ fields }';
  const test = ignoresCase
    ? `ignoreCase
          ? \`\${folded(\`"\${field}"\`)} = \${folded(\`$\${index + 2}::text\`)}\`
          : \`"\${field}" = $\${index + 2}\``
    : '`"${field}" = $${index + 2}`';
  return `  /** Throws a \`not_unique\` problem when another row has the same values as this one in a key that is touched. */
  async #expectUnique(row: Row, touched: readonly (keyof Row & string)[]): Promise<void> {
    for (const ${names} of this.#layout.unique) {
      if (!fields.some((field) => touched.includes(field))) continue;
      const tests = fields.map((field, index) =>
        ${test},
      );
      const others = await this.#session.query(
        \`SELECT 1 FROM "\${this.#layout.name}" WHERE "id" <> $1 AND \${tests.join(' AND ')}\`,
        [row.id, ...fields.map((field) => this.#value(row, field))],
      );
      if (others.length > 0) throw notUnique(fields);
    }
  }`;
}

const quotedList = `
function quoted(names: readonly string[]): string {
  return names.map((name) => \`"\${name}"\`).join(', ');
}`;
