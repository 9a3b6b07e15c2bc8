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
    if (version > migrations.length) {
      throw new StoreError(
        'store_too_new',
        `${path} was written by a newer Millwright (layout ${version}, this one knows ${migrations.length}). Update Millwright.`,
      );
    }
    for (let at = version; at < target; at += 1) database.exec(migrations[at]?.up ?? '');
    for (let at = version; at > target; at -= 1) database.exec(migrations[at - 1]?.down ?? '');
    database.exec(`PRAGMA user_version = ${target}`);
    database.exec('COMMIT');
  } catch (error) {
    // A full disk has rolled it back already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}
