import type { ClaimRequest, RunRecord } from '../store.ts';
import type { Prepare } from './prepare.ts';
import { type Row, runFromRow, workerFromRow } from '../rows.ts';

/** Takes over runs inside the caller's transaction; see Store.claim. */
export function claimRuns(prepare: Prepare, request: ClaimRequest): RunRecord[] {
  const busy = busyOwners(prepare, request);
  const rows =
    request.runId === undefined ? withWorkDue(prepare, request, busy) : byId(prepare, request.runId, busy);
  return rows.map((row) => {
    prepare('UPDATE runs SET owner = ? WHERE seq = ?').run(request.workerId, row['seq'] ?? null);
    return runFromRow({ ...row, owner: request.workerId });
  });
}

function byId(prepare: Prepare, runId: string, busy: readonly string[]): Row[] {
  return prepare(
    `SELECT * FROM runs WHERE id = ? AND status NOT IN ('succeeded', 'failed', 'cancelled')
       AND (owner IS NULL OR owner NOT IN (SELECT value FROM json_each(?)))`,
  ).all(runId, JSON.stringify(busy));
}

/** Unfinished runs that somebody has to work on now, and any run that a signal waits for. */
function withWorkDue(prepare: Prepare, request: ClaimRequest, busy: readonly string[]): Row[] {
  const { now, workerId, definitions, limit } = request;
  // Starting from the few runs that may be due keeps the cost apart from how many have ended.
  return prepare(
    `SELECT runs.* FROM (
       SELECT seq FROM runs
       WHERE status IN ('queued', 'running', 'waiting', 'cancelling')
         AND (status <> 'waiting' OR wake_at <= ?1 OR owner IS NOT NULL)
       UNION SELECT run FROM signals
     ) AS due CROSS JOIN runs ON runs.seq = due.seq
     WHERE (owner IS NULL OR owner NOT IN (SELECT value FROM json_each(?2)))
       AND status NOT IN ('succeeded', 'failed', 'cancelled')
       AND definition IN (SELECT value FROM json_each(?3))
     ORDER BY runs.seq LIMIT ?4`,
  ).all(now, JSON.stringify([...busy, workerId]), JSON.stringify(definitions ?? []), limit);
}

/** Other workers that are alive as far as can be known: their leases hold, and their processes have not ended. */
function busyOwners(prepare: Prepare, { now, workerId, isDead }: ClaimRequest): string[] {
  const rows = prepare('SELECT * FROM workers WHERE id <> ? AND lease_until >= ?').all(
    workerId,
    now,
  ) as Row[];
  return rows
    .map(workerFromRow)
    .filter((worker) => !isDead(worker))
    .map(({ id }) => id);
}
