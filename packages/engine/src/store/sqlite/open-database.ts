import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../../errors.ts';
import { migrations } from './migrations.ts';
import { storeErrorFrom } from './store-error.ts';

/** How long a write waits for another process to finish its own. */
const busyTimeoutMs = 5_000;

export interface SqliteOptions {
  /** Largest size of the file, in pages of 4 KiB: past it, writes fail as on a full disk. Unlimited when absent. */
  readonly maxPages?: number;
}

/**
 * Opens or creates a database file in the present layout, with a write-ahead log synced at each commit. Creates
 * missing folders. `:memory:` gives one that lasts as long as it is open.
 */
export function openDatabase(path: string, { maxPages }: SqliteOptions = {}): DatabaseSync {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    migrate(database, path, migrations.length);
    if (maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${Math.trunc(maxPages)}`);
    return database;
  } catch (error) {
    throw storeErrorFrom(error, `open ${path}`);
  }
}

/** Takes the database up or down to a layout version, all or nothing. */
export function migrate(database: DatabaseSync, path: string, target: number): void {
  if (versionOf(database) === target) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = versionOf(database);
    assertKnown(version, path);
    for (let at = version; at < target; at += 1) database.exec(migrations[at]?.up ?? '');
    for (let at = version; at > target; at -= 1) database.exec(migrations[at - 1]?.down ?? '');
    database.exec(`PRAGMA user_version = ${target}`);
    assertLayout(database, path, version, target);
    database.exec('COMMIT');
  } catch (error) {
    // A full disk has rolled it back already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function assertKnown(version: number, path: string): void {
  if (version <= migrations.length) return;
  throw new StoreError(
    'store_too_new',
    `${path} was written by a newer Millwright (layout ${version}, this one knows ${migrations.length}). Update Millwright.`,
  );
}

/** Refuses a file that was not empty and whose tables are not those that its version stands for, before anything is written to it. */
function assertLayout(database: DatabaseSync, path: string, from: number, target: number): void {
  if (from === 0) return;
  const reference = new DatabaseSync(':memory:');
  try {
    for (const { up } of migrations.slice(0, target)) reference.exec(up);
    if (layoutOf(database) === layoutOf(reference)) return;
  } finally {
    reference.close();
  }
  throw new StoreError(
    'store_layout',
    `The tables of ${path} are not Millwright's, or were made by a version that was never released. Move the file away to begin with an empty store.`,
  );
}

/** Tables and columns, as text to compare. */
function layoutOf(database: DatabaseSync): string {
  const rows = database
    .prepare(
      `SELECT tables.name AS name, columns.name AS field, columns.type AS type
       FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
       WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%' ORDER BY 1, columns.cid`,
    )
    .all();
  return JSON.stringify(rows);
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}
