import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { PackStore } from './pack-store.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS records (
    pack TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (pack, key)
  ) STRICT, WITHOUT ROWID;
`;

/** What all packs remember, in one SQLite file that several processes may use at once. The file is made at the first use. */
export class PackStores implements Disposable {
  readonly #file: string;
  #database: DatabaseSync | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** The store of one pack; it sees nothing of the others. */
  of(pack: string): PackStore {
    return {
      get: (key) => {
        const row = this.#open()
          .prepare('SELECT value FROM records WHERE pack = ? AND key = ?')
          .get(pack, key);
        return row === undefined ? undefined : JSON.parse(String(row['value']));
      },
      list: (prefix) =>
        this.#open()
          .prepare(
            'SELECT key, value FROM records WHERE pack = ? AND substr(key, 1, length(?)) = ? ORDER BY key',
          )
          .all(pack, prefix, prefix)
          .map((row) => ({ key: String(row['key']), value: JSON.parse(String(row['value'])) })),
      set: (key, value) => {
        this.#open()
          .prepare(
            'INSERT INTO records (pack, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
          )
          .run(pack, key, JSON.stringify(value));
      },
      remove: (key) => {
        this.#open().prepare('DELETE FROM records WHERE pack = ? AND key = ?').run(pack, key);
      },
    };
  }

  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #open(): DatabaseSync {
    if (this.#database) return this.#database;
    mkdirSync(dirname(this.#file), { recursive: true });
    const database = new DatabaseSync(this.#file, { timeout: 5_000 });
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${schema}`);
    this.#database = database;
    return database;
  }
}
