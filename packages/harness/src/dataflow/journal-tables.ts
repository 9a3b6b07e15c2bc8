import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** What one commit of the journal writes. */
export interface JournalBatch {
  readonly entries: readonly JournalEntry[];
  readonly handled: readonly number[];
  /** Those of the handled entries that have marks. */
  readonly unmarked: readonly number[];
  readonly marks: ReadonlyMap<number, ReadonlyMap<string, string>>;
  readonly states: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export interface JournalEntry {
  readonly id: number;
  readonly source: string;
  readonly acceptedAt: number;
  /** JSON. */
  readonly value: string;
}

const SCHEMA = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS entries (
  id INTEGER PRIMARY KEY, source TEXT NOT NULL, acceptedAt INTEGER NOT NULL, value TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS marks (
  entry INTEGER NOT NULL, part TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (entry, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS states (
  component TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (component, key)
) STRICT, WITHOUT ROWID;`;

/** The SQLite file behind a journal. */
export class JournalTables {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #remove: StatementSync;
  readonly #unmark: StatementSync;
  readonly #mark: StatementSync;
  readonly #keep: StatementSync;

  constructor(path: string) {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    this.#database = new DatabaseSync(path, { timeout: 5_000 });
    this.#database.exec(SCHEMA);
    this.#insert = this.#database.prepare('INSERT INTO entries VALUES (?, ?, ?, ?)');
    this.#remove = this.#database.prepare('DELETE FROM entries WHERE id = ?');
    this.#unmark = this.#database.prepare('DELETE FROM marks WHERE entry = ?');
    this.#mark = this.#database.prepare('INSERT OR REPLACE INTO marks VALUES (?, ?, ?)');
    this.#keep = this.#database.prepare('INSERT OR REPLACE INTO states VALUES (?, ?, ?)');
  }

  /** The number of the newest entry that is still there; 0 when there is none. */
  lastEntry(): number {
    const row = this.#database.prepare('SELECT coalesce(max(id), 0) AS last FROM entries').get();
    return Number(row?.['last']);
  }

  entriesOf(source: string): readonly JournalEntry[] {
    const rows = this.#database.prepare('SELECT * FROM entries WHERE source = ? ORDER BY id').all(source);
    return rows as unknown as JournalEntry[];
  }

  marks(): Map<number, Map<string, string>> {
    const marks = new Map<number, Map<string, string>>();
    for (const row of this.#database.prepare('SELECT * FROM marks').iterate()) {
      const entry = Number(row['entry']);
      const parts = marks.get(entry) ?? new Map<string, string>();
      marks.set(entry, parts.set(String(row['part']), String(row['value'])));
    }
    return marks;
  }

  statesOf(component: string): Map<string, string> {
    const rows = this.#database.prepare('SELECT key, value FROM states WHERE component = ?').all(component);
    return new Map(rows.map((row) => [String(row['key']), String(row['value'])]));
  }

  /** Writes all of it or, when it throws, nothing. */
  commit(batch: JournalBatch): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      this.#write(batch);
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#database.close();
  }

  #write({ entries, handled, unmarked, marks, states }: JournalBatch): void {
    for (const { id, source, acceptedAt, value } of entries) this.#insert.run(id, source, acceptedAt, value);
    for (const [component, values] of states) {
      for (const [key, value] of values) this.#keep.run(component, key, value);
    }
    for (const [entry, parts] of marks) {
      for (const [part, value] of parts) this.#mark.run(entry, part, value);
    }
    for (const entry of handled) this.#remove.run(entry);
    for (const entry of unmarked) this.#unmark.run(entry);
  }
}
