import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { matchExpression } from './match-expression.ts';
import type { FoundPassage, Passage, PassageKind } from './passage.ts';

export interface KnowledgeQuery {
  /** Words, a sentence, a whole request. */
  readonly question: string;
  /** All kinds when left out. */
  readonly kinds?: readonly PassageKind[];
  /** 5 when left out. */
  readonly limit?: number;
}

/** Answers questions with passages. */
export interface Knowledge {
  search(query: KnowledgeQuery): Promise<readonly FoundPassage[]>;
}

const schema = `
  CREATE TABLE IF NOT EXISTS sources (source TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT;
  CREATE VIRTUAL TABLE IF NOT EXISTS passages USING fts5 (
    title, text, source UNINDEXED, kind UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2'
  );
`;

/** A heading says more of its subject than a word in the text. */
const titleWeight = 4;
const standardLimit = 5;

interface Row {
  readonly title: string;
  readonly text: string;
  readonly source: string;
  readonly kind: PassageKind;
  readonly rank: number;
}

/** A full-text index in one SQLite file, kept up to date source by source. */
export class KnowledgeIndex implements Knowledge, Disposable {
  readonly #database: DatabaseSync;

  /** @param file Created where it is missing; `:memory:` keeps nothing. */
  constructor(file: string) {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    this.#database = new DatabaseSync(file, { timeout: 5_000 });
    this.#database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${schema}`);
  }

  /**
   * Makes these passages all that the index holds of their sources; sources that have not changed cost a digest.
   * @returns How many sources were written anew.
   */
  update(passages: readonly Passage[]): number {
    const bySource = Map.groupBy(passages, ({ source }) => source);
    let written = 0;
    this.#transaction(() => {
      for (const [source, own] of bySource) if (this.#replace(source, own)) written += 1;
    });
    return written;
  }

  /** Forgets all that comes from a source. */
  remove(source: string): void {
    this.#transaction(() => {
      this.#database.prepare('DELETE FROM passages WHERE source = ?').run(source);
      this.#database.prepare('DELETE FROM sources WHERE source = ?').run(source);
    });
  }

  /** The sources it knows, sorted. */
  sources(): readonly string[] {
    const rows = this.#database.prepare('SELECT source FROM sources ORDER BY source').all();
    return rows.map((row) => String(row['source']));
  }

  // The interface is asynchronous because knowledge may also come over the network.
  async search({ question, kinds, limit = standardLimit }: KnowledgeQuery): Promise<readonly FoundPassage[]> {
    const match = matchExpression(question);
    if (match === undefined) return [];
    const ofKinds = kinds === undefined ? '' : `AND kind IN (${kinds.map(() => '?').join(', ')})`;
    const rows = this.#database
      .prepare(
        `SELECT title, text, source, kind, bm25(passages, ${titleWeight}, 1) AS rank
         FROM passages WHERE passages MATCH ? ${ofKinds} ORDER BY rank, rowid LIMIT ?`,
      )
      .all(match, ...(kinds ?? []), limit) as unknown as Row[];
    return rows.map(({ rank, ...passage }) => ({ ...passage, score: -rank }));
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
    this.#database.prepare('DELETE FROM passages WHERE source = ?').run(source);
    const insert = this.#database.prepare(
      'INSERT INTO passages (title, text, source, kind) VALUES (?, ?, ?, ?)',
    );
    for (const { title, text, kind } of passages) insert.run(title, text, source, kind);
    this.#database
      .prepare(
        'INSERT INTO sources (source, digest) VALUES (?, ?) ON CONFLICT DO UPDATE SET digest = excluded.digest',
      )
      .run(source, digest);
    return true;
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
