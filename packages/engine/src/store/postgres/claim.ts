import { type Row, runFromRow, workerFromRow } from '../rows.ts';
import type { ClaimRequest, RunRecord } from '../store.ts';
import type { Query } from './connection.ts';

/** Takes over runs inside the caller's transaction; see Store.claim. */
export async function claimRuns(query: Query, request: ClaimRequest): Promise<RunRecord[]> {
  const busy = await busyOwners(query, request);
  const rows =
    request.runId === undefined
      ? await withWorkDue(query, request, busy)
      : await byId(query, request.runId, busy);
  await query('UPDATE runs SET owner = $1 WHERE seq = ANY($2::bigint[])', [
    request.workerId,
    rows.map((row) => row['seq']),
  ]);
  return rows.map((row) => runFromRow({ ...row, owner: request.workerId }));
}

function byId(query: Query, runId: string, busy: readonly string[]): Promise<Row[]> {
  return query(
    `SELECT * FROM runs WHERE id = $1 AND status NOT IN ('succeeded', 'failed', 'cancelled')
       AND (owner IS NULL OR owner <> ALL($2::text[])) FOR UPDATE`,
    [runId, busy],
  );
}

/** Unfinished runs that somebody has to work on now, and any run that a signal waits for. */
function withWorkDue(query: Query, request: ClaimRequest, busy: readonly string[]): Promise<Row[]> {
  const { now, workerId, definitions = [], limit } = request;
  // Rows that another worker is claiming at this moment are its own.
  return query(
    `SELECT * FROM runs
     WHERE seq IN (
         SELECT seq FROM runs
         WHERE status IN ('queued', 'running', 'waiting', 'cancelling')
           AND (status <> 'waiting' OR wake_at <= $1 OR owner IS NOT NULL)
         UNION SELECT run FROM signals
       )
       AND (owner IS NULL OR owner <> ALL($2::text[]))
       AND status NOT IN ('succeeded', 'failed', 'cancelled')
       AND definition = ANY($3::text[])
     ORDER BY seq LIMIT $4 FOR UPDATE SKIP LOCKED`,
    [now, [...busy, workerId], definitions, limit],
  );
}

/** Other workers that are alive as far as can be known: their leases hold, and their processes have not ended. */
async function busyOwners(query: Query, { now, workerId, isDead }: ClaimRequest): Promise<string[]> {
  const rows = await query('SELECT * FROM workers WHERE id <> $1 AND lease_until >= $2', [workerId, now]);
  const alive = rows.map(workerFromRow).filter((worker) => !isDead(worker));
  return alive.map(({ id }) => id);
}
