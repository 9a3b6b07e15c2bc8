import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type KnowledgeQuery, standardLimit } from './knowledge.ts';
import type { FoundPassage, Passage } from './passage.ts';
import { judgePassage, questionWords } from './question-words.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS sources (source TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT;
  CREATE VIRTUAL TABLE IF NOT EXISTS passages USING fts5 (
    title, text, source UNINDEXED, kind UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2'
  );
`;

/** A heading says more of its subject than a word in the text. */
const titleWeight = 4;

/** A full-text index in one SQLite file. It holds nothing that cannot be put in again: a damaged file is made anew. */
export class KnowledgeIndex implements Disposable {
  readonly #database: DatabaseSync;

  /** @param file Created where it is missing; `:memory:` keeps nothing. */
  constructor(file: string) {
    this.#database = openOrRenew(file);
  }

  /**
   * Makes these passages all that the index holds; sources that have not changed cost a digest.
   * @returns How many sources were written anew.
   */
  synchronise(passages: readonly Passage[]): number {
    const bySource = Map.groupBy(passages, ({ source }) => source);
    const gone = this.sources().filter((source) => !bySource.has(source));
    let written = 0;
    this.#transaction(() => {
      for (const source of gone) this.#remove(source);
      for (const [source, own] of bySource) if (this.#replace(source, own)) written += 1;
    });
    return written;
  }

  /** The sources it knows, sorted. */
  sources(): readonly string[] {
    const rows = this.#database.prepare('SELECT source FROM sources ORDER BY source').all();
    return rows.map((row) => String(row['source']));
  }

  /** The best first. */
  search({ question, kinds, limit = standardLimit }: KnowledgeQuery): readonly FoundPassage[] {
    const words = questionWords(question);
    if (words.length === 0) return [];
    const ofKinds = kinds === undefined ? '' : `AND kind IN (${kinds.map(() => '?').join(', ')})`;
    const rows = this.#database
      .prepare(
        `SELECT title, text, source, kind FROM passages WHERE passages MATCH ? ${ofKinds}
         ORDER BY bm25(passages, ${titleWeight}, 1), rowid LIMIT ?`,
      )
      .all(words.map((word) => `"${word}"`).join(' OR '), ...(kinds ?? []), limit);
    return rows.map((row) => {
      const passage = { ...row } as unknown as Passage;
      return { ...passage, ...judgePassage(words, passage) };
    });
  }

  close(): void {
    this.#database.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #replace(source: string, passages: readonly Passage[]): boolean {
    const digest = createHash('sha256').update(JSON.stringify(passages)).digest('hex');
    const known = this.#database.prepare('SELECT digest FROM sources WHERE source = ?').get(source);
    if (known?.['digest'] === digest) return false;
    this.#remove(source);
    const insert = this.#database.prepare(
      'INSERT INTO passages (title, text, source, kind) VALUES (?, ?, ?, ?)',
    );
    for (const { title, text, kind } of passages) insert.run(title, text, source, kind);
    this.#database.prepare('INSERT INTO sources (source, digest) VALUES (?, ?)').run(source, digest);
    return true;
  }

  #remove(source: string): void {
    this.#database.prepare('DELETE FROM passages WHERE source = ?').run(source);
    this.#database.prepare('DELETE FROM sources WHERE source = ?').run(source);
  }

  #transaction(run: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      run();
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

function openOrRenew(file: string): DatabaseSync {
  if (file === ':memory:') return open(file);
  mkdirSync(dirname(file), { recursive: true });
  try {
    return open(file);
  } catch (error) {
    // 11 is SQLITE_CORRUPT, 26 SQLITE_NOTADB.
    if (!(error instanceof Error && 'errcode' in error && [11, 26].includes(Number(error.errcode))))
      throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    return open(file);
  }
}

function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${schema}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
