import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RunEvent } from '../../journal/event.ts';
import type { Signal, SignalRecord } from '../signal.ts';
import type {
  Append,
  AppendResult,
  CacheLookup,
  ClaimRequest,
  DeleteQuery,
  EventRange,
  RunPage,
  RunQuery,
  RunRecord,
  SignalResult,
  Store,
  Worker,
} from '../store.ts';
import { appendTo } from './append.ts';
import { findCached, trimCache } from './cache.ts';
import { claimRuns } from './claim.ts';
import { deleteRuns } from './delete-runs.ts';
import { listRuns } from './list-runs.ts';
import { openDatabase, type SqliteOptions } from './open-database.ts';
import { eventFromRow, parse, runFromRow, type Row } from '../rows.ts';
import { SqliteOutlets } from './outlets.ts';
import { leaveSignal } from './signals.ts';
import { storeErrorFrom } from './store-error.ts';

/** Opens the store in the given file (`:memory:` for one that is not kept), creating what is missing. */
export function openStore(path: string, options: SqliteOptions = {}): Store {
  return new SqliteStore(openDatabase(path, options));
}

/** How long after its lease a worker is forgotten. What it owned is free from the end of the lease on. */
const forgetWorkersMs = 24 * 60 * 60 * 1_000;

/** A store in one SQLite file, for one machine: any number of processes may have it open. */
class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly outlets = new SqliteOutlets((doing, work) => this.#transact(doing, () => work(this.#prepare)));
  #isOpen = true;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async heartbeat(worker: Worker, leaseUntil: number): Promise<void> {
    this.#transact('record a worker', () => {
      this.#prepare('DELETE FROM workers WHERE lease_until < ?').run(leaseUntil - forgetWorkersMs);
      this.#prepare(
        `INSERT INTO workers (id, machine, pid, process_start, lease_until) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until`,
      ).run(worker.id, worker.machine, worker.pid, worker.processStart, leaseUntil);
    });
  }

  async releaseWorker(workerId: string): Promise<void> {
    this.#transact('release a worker', () => {
      this.#prepare('UPDATE runs SET owner = NULL WHERE owner = ?').run(workerId);
      this.#prepare('DELETE FROM workers WHERE id = ?').run(workerId);
    });
  }

  async append(batch: readonly Append[]): Promise<readonly AppendResult[]> {
    return this.#transact('write to the journal', () =>
      batch.map((append) => appendTo(this.#prepare, append)),
    );
  }

  async claim(request: ClaimRequest): Promise<readonly RunRecord[]> {
    return this.#transact('claim runs', () => claimRuns(this.#prepare, request));
  }

  async releaseRuns(workerId: string, runIds: readonly string[]): Promise<void> {
    this.#do('release runs', () =>
      this.#prepare(
        'UPDATE runs SET owner = NULL WHERE owner = ? AND id IN (SELECT value FROM json_each(?))',
      ).run(workerId, JSON.stringify(runIds)),
    );
  }

  async getRun(runId: string): Promise<RunRecord | undefined> {
    const row = this.#do('read a run', () => this.#prepare('SELECT * FROM runs WHERE id = ?').get(runId));
    return row === undefined ? undefined : runFromRow(row);
  }

  async listRuns(query: RunQuery): Promise<RunPage> {
    return this.#do('list runs', () => listRuns(this.#prepare, query));
  }

  async readEvents(runId: string, { after, limit }: EventRange): Promise<readonly RunEvent[]> {
    const rows = this.#do('read events', () =>
      this.#prepare(
        `SELECT n, at, type, body FROM events
         WHERE run = (SELECT seq FROM runs WHERE id = ?) AND n > ? ORDER BY n LIMIT ?`,
      ).all(runId, after, limit),
    );
    return rows.map((row) => eventFromRow(runId, row as Row));
  }

  async readBlob(hash: string): Promise<string | undefined> {
    const row = this.#do('read a value', () =>
      this.#prepare('SELECT text FROM blobs WHERE hash = ?').get(hash),
    );
    return row === undefined ? undefined : String(row['text']);
  }

  async findCached(scope: string, key: string, at: number): Promise<CacheLookup> {
    return this.#do('look into the cache', () => findCached(this.#prepare, scope, key, at));
  }

  async trimCache(limitBytes: number): Promise<number> {
    return this.#transact('trim the cache', () => trimCache(this.#prepare, limitBytes));
  }

  async sendSignal(runId: string, signal: Signal, at: number): Promise<SignalResult> {
    return this.#transact('send a signal', () => {
      if (leaveSignal(this.#prepare, runId, signal, at)) return 'sent';
      return this.#prepare('SELECT 1 FROM runs WHERE id = ?').get(runId) === undefined ? 'unknown' : 'ended';
    });
  }

  async readSignals(runId: string): Promise<readonly SignalRecord[]> {
    const rows = this.#do('read signals', () =>
      this.#prepare(
        'SELECT id, body FROM signals WHERE run = (SELECT seq FROM runs WHERE id = ?) ORDER BY id',
      ).all(runId),
    );
    return rows.map((row) => ({
      id: Number(row['id']),
      signal: parse(row['body'], `signal of ${runId}`) as Signal,
    }));
  }

  async findSignalled(workerId: string): Promise<readonly string[]> {
    const rows = this.#do('look for signals', () =>
      this.#prepare(
        'SELECT DISTINCT runs.id FROM signals JOIN runs ON runs.seq = signals.run WHERE runs.owner = ?',
      ).all(workerId),
    );
    return rows.map((row) => String(row['id']));
  }

  async deleteRuns(query: DeleteQuery): Promise<number> {
    return this.#transact('delete runs', () => deleteRuns(this.#prepare, query));
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#statements.clear();
    this.#database.close();
  }

  readonly #prepare = (sql: string): StatementSync => {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  };

  #transact<Result>(doing: string, work: () => Result): Result {
    return this.#do(doing, () => {
      this.#prepare('BEGIN IMMEDIATE').run();
      try {
        const result = work();
        this.#prepare('COMMIT').run();
        return result;
      } catch (error) {
        if (this.#database.isTransaction) this.#prepare('ROLLBACK').run();
        throw error;
      }
    });
  }

  #do<Result>(doing: string, work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw storeErrorFrom(error, doing);
    }
  }
}
