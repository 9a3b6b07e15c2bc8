import { join } from 'node:path';
import type { Row, Schema } from './migration-schema.ts';

/** A place for data that the migration of a system works on. */
export interface Store {
  migrate(schema: Schema): Promise<void>;
  insert(schema: Schema, row: Row): Promise<void>;
  /** All rows in the order in which they came, with the columns of the schema. */
  rows(schema: Schema): Promise<readonly Row[]>;
  close(): Promise<void>;
}

const now = '2026-03-01T12:00:00.000Z';

export function openStore(root: string, isPostgres: boolean): Promise<Store> {
  return isPostgres ? openPostgres(root) : openSqlite(root);
}

async function openSqlite(root: string): Promise<Store> {
  const { DatabaseSync } = await import('node:sqlite');
  const { migrate } = await import(join(root, 'src/storage/migration/migrate.ts'));
  const { fromColumn, toColumn } = await import(join(root, 'src/storage/migration/definition-sql.ts'));
  const database = new DatabaseSync(':memory:');
  const fold = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : null);
  database.function('fold', { deterministic: true }, fold);
  return {
    migrate: async (schema) => migrate(database, ':memory:', schema, now),
    insert: async (schema, row) => {
      const { name, names, places, columns } = insertion(schema, row, () => '?');
      database
        .prepare(`INSERT INTO "${name}" (${names}) VALUES (${places})`)
        .run(...columns.map((column) => toColumn(row[column.name], column.type)));
    },
    rows: async (schema) => {
      const [{ name, columns } = tableless] = schema.tables;
      const stored = database.prepare(`SELECT * FROM "${name}" ORDER BY rowid`).all();
      return stored.map((row) =>
        Object.fromEntries(columns.map((column) => [column.name, fromColumn(row[column.name], column.type)])),
      );
    },
    close: async () => database.close(),
  };
}

async function openPostgres(root: string): Promise<Store> {
  const { openPool } = await import(join(root, 'src/storage/pool.ts'));
  const { migrate } = await import(join(root, 'src/storage/migration/migrate.ts'));
  const { isJson } = await import(join(root, 'src/storage/migration/definition-sql.ts'));
  const { createTestDatabase } = await import(join(root, 'test/support/test-database.ts'));
  const { url, drop } = await createTestDatabase();
  const pool = await openPool(url);
  return {
    migrate: (schema) => migrate(url, schema, now),
    insert: async (schema, row) => {
      const { name, names, places, columns } = insertion(schema, row, (index) => `$${index + 1}`);
      const values = columns.map((column) =>
        isJson(column.type) && row[column.name] !== null
          ? JSON.stringify(row[column.name])
          : row[column.name],
      );
      await pool.query(`INSERT INTO "${name}" (${names}) VALUES (${places})`, values);
    },
    rows: async (schema) => {
      const [{ name, columns } = tableless] = schema.tables;
      const names = columns.map((column) => `"${column.name}"`).join(', ');
      return (await pool.query(`SELECT ${names} FROM "${name}" ORDER BY row_order`)).rows;
    },
    close: () => pool.end().then(drop),
  };
}

const tableless: Schema['tables'][number] = { name: '', entity: '', columns: [], indexes: [] };

function insertion(schema: Schema, row: Row, place: (index: number) => string) {
  const [{ name, columns: all } = tableless] = schema.tables;
  const columns = all.filter((column) => row[column.name] !== undefined);
  return {
    name,
    columns,
    names: columns.map((column) => `"${column.name}"`).join(', '),
    places: columns.map((_, index) => place(index)).join(', '),
  };
}
