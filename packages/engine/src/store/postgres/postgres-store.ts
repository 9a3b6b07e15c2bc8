import type { RunEvent } from '../../journal/event.ts';
import { eventFromRow, parse, runFromRow } from '../rows.ts';
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
import { appendTo, leaveSignal } from './append.ts';
import { dropUnusedBlobs, findCached, trimCache } from './cache.ts';
import { claimRuns } from './claim.ts';
import { Connection, type PostgresOptions } from './connection.ts';
import { PostgresOutlets } from './outlets.ts';

/** Opens the store in a PostgreSQL database, creating what is missing. For teams: any number of machines may use it. */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  return new PostgresStore(await Connection.open(options));
}

const deletable = ['paused', 'succeeded', 'failed', 'cancelled'];
const defaultLimit = 50;
const forgetWorkersMs = 24 * 60 * 60 * 1_000;

class PostgresStore implements Store {
  readonly #connection: Connection;
  readonly outlets: PostgresOutlets;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.outlets = new PostgresOutlets(connection);
  }

  async heartbeat(worker: Worker, leaseUntil: number): Promise<void> {
    await this.#connection.transact('record a worker', async (query) => {
      await query('DELETE FROM workers WHERE lease_until < $1', [leaseUntil - forgetWorkersMs]);
      await query(
        `INSERT INTO workers (id, machine, pid, process_start, lease_until) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until`,
        [worker.id, worker.machine, worker.pid, worker.processStart, leaseUntil],
      );
    });
  }

  async releaseWorker(workerId: string): Promise<void> {
    await this.#connection.transact('release a worker', async (query) => {
      await query('UPDATE runs SET owner = NULL WHERE owner = $1', [workerId]);
      await query('DELETE FROM workers WHERE id = $1', [workerId]);
    });
  }

  append(batch: readonly Append[]): Promise<readonly AppendResult[]> {
    return this.#connection.transact('write to the journal', async (query) => {
      const results: AppendResult[] = [];
      for (const append of batch) results.push(await appendTo(query, append));
      return results;
    });
  }

  claim(request: ClaimRequest): Promise<readonly RunRecord[]> {
    return this.#connection.transact('claim runs', (query) => claimRuns(query, request));
  }

  async releaseRuns(workerId: string, runIds: readonly string[]): Promise<void> {
    await this.#connection.query(
      'release runs',
      'UPDATE runs SET owner = NULL WHERE owner = $1 AND id = ANY($2::text[])',
      [workerId, runIds],
    );
  }

  async getRun(runId: string): Promise<RunRecord | undefined> {
    const [row] = await this.#connection.query('read a run', 'SELECT * FROM runs WHERE id = $1', [runId]);
    return row && runFromRow(row);
  }

  async listRuns({ status, pipeline, labels = {}, limit, offset }: RunQuery): Promise<RunPage> {
    const where = `WHERE ($1::text[] IS NULL OR status = ANY($1)) AND ($2::text IS NULL OR pipeline = $2)
      AND labels::jsonb @> $3::jsonb`;
    const values = [status === undefined ? null : [status].flat(), pipeline ?? null, JSON.stringify(labels)];
    const page = `SELECT * FROM runs ${where} ORDER BY seq DESC LIMIT $4 OFFSET $5`;
    const rows = await this.#connection.query('list runs', page, [
      ...values,
      limit ?? defaultLimit,
      offset ?? 0,
    ]);
    const [total] = await this.#connection.query(
      'list runs',
      `SELECT count(*) AS total FROM runs ${where}`,
      values,
    );
    return { runs: rows.map(runFromRow), total: Number(total?.['total']) };
  }

  async readEvents(runId: string, { after, limit }: EventRange): Promise<readonly RunEvent[]> {
    const rows = await this.#connection.query(
      'read events',
      `SELECT n, at, type, body FROM events
       WHERE run = (SELECT seq FROM runs WHERE id = $1) AND n > $2 ORDER BY n LIMIT $3`,
      [runId, after, limit],
    );
    return rows.map((row) => eventFromRow(runId, row));
  }

  async readBlob(hash: string): Promise<string | undefined> {
    const [row] = await this.#connection.query('read a value', 'SELECT text FROM blobs WHERE hash = $1', [
      hash,
    ]);
    return row && String(row['text']);
  }

  findCached(scope: string, key: string, at: number): Promise<CacheLookup> {
    return this.#connection.transact('look into the cache', (query) => findCached(query, scope, key, at));
  }

  trimCache(limitBytes: number): Promise<number> {
    return this.#connection.transact('trim the cache', (query) => trimCache(query, limitBytes));
  }

  sendSignal(runId: string, signal: Signal, at: number): Promise<SignalResult> {
    return this.#connection.transact('send a signal', async (query) => {
      if (await leaveSignal(query, runId, signal, at)) return 'sent';
      return (await query('SELECT 1 FROM runs WHERE id = $1', [runId])).length === 0 ? 'unknown' : 'ended';
    });
  }

  async readSignals(runId: string): Promise<readonly SignalRecord[]> {
    const rows = await this.#connection.query(
      'read signals',
      'SELECT id, body FROM signals WHERE run = (SELECT seq FROM runs WHERE id = $1) ORDER BY id',
      [runId],
    );
    return rows.map((row) => ({
      id: Number(row['id']),
      signal: parse(row['body'], `signal of ${runId}`) as Signal,
    }));
  }

  async findSignalled(workerId: string): Promise<readonly string[]> {
    const rows = await this.#connection.query(
      'look for signals',
      'SELECT DISTINCT runs.id FROM signals JOIN runs ON runs.seq = signals.run WHERE runs.owner = $1',
      [workerId],
    );
    return rows.map((row) => String(row['id']));
  }

  deleteRuns({ status = [], runIds, olderThan }: DeleteQuery): Promise<number> {
    const statuses = status.length === 0 ? deletable : status.filter((each) => deletable.includes(each));
    return this.#connection.transact('delete runs', async (query) => {
      const rows = await query(
        `DELETE FROM runs WHERE owner IS NULL AND status = ANY($1::text[])
           AND ($2::text[] IS NULL OR id = ANY($2)) AND ($3::bigint IS NULL OR updated_at < $3) RETURNING seq`,
        [statuses, runIds ?? null, olderThan ?? null],
      );
      const gone = rows.map((row) => row['seq']);
      for (const table of ['events', 'blob_uses', 'signals', 'deliveries']) {
        await query(`DELETE FROM ${table} WHERE run = ANY($1::bigint[])`, [gone]);
      }
      if (gone.length > 0) await dropUnusedBlobs(query);
      return gone.length;
    });
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
