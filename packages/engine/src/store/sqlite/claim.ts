import type { ClaimRequest, RunRecord } from '../store.ts';
import type { Prepare } from './prepare.ts';
import { runFromRow, workerFromRow, type Row } from './rows.ts';

/** Takes over runs inside the caller's transaction; see Store.claim. */
export function claimRuns(prepare: Prepare, request: ClaimRequest): RunRecord[] {
  const free = freeOwners(prepare, request);
  const candidates =
    request.runId === undefined ? withWorkDue(prepare, request) : byId(prepare, request.runId);
  const claimed: RunRecord[] = [];
  for (const row of candidates) {
    const owner = row['owner'];
    if (owner !== null && owner !== request.workerId && !free(String(owner))) continue;
    prepare('UPDATE runs SET owner = ? WHERE seq = ?').run(request.workerId, row['seq'] ?? null);
    claimed.push(runFromRow({ ...row, owner: request.workerId }));
    if (claimed.length === request.limit) break;
  }
  return claimed;
}

function byId(prepare: Prepare, runId: string): Row[] {
  return prepare(
    `SELECT * FROM runs WHERE id = ? AND status NOT IN ('succeeded', 'failed', 'cancelled')`,
  ).all(runId) as Row[];
}

/** Unfinished runs that somebody has to work on now, and any run that a signal waits for. */
function withWorkDue(prepare: Prepare, { now, workerId, pipelines }: ClaimRequest): Row[] {
  return prepare(
    `SELECT * FROM runs
     WHERE status IN ('queued', 'running', 'waiting', 'cancelling')
       AND (owner IS NULL OR owner <> ?1) AND (status <> 'waiting' OR wake_at <= ?2 OR owner IS NOT NULL)
       AND pipeline IN (SELECT value FROM json_each(?3))
     UNION
     SELECT runs.* FROM signals JOIN runs ON runs.seq = signals.run
     WHERE (owner IS NULL OR owner <> ?1) AND pipeline IN (SELECT value FROM json_each(?3))
     ORDER BY seq`,
  ).all(workerId, now, JSON.stringify(pipelines ?? [])) as Row[];
}

/** Decides whether a worker's runs are free: its lease has run out, it is known dead, or it is unknown. */
function freeOwners(prepare: Prepare, { now, isDead }: ClaimRequest): (owner: string) => boolean {
  const known = new Map<string, boolean>();
  return (owner) => {
    let isFree = known.get(owner);
    if (isFree === undefined) {
      const row = prepare('SELECT * FROM workers WHERE id = ?').get(owner) as Row | undefined;
      isFree = row === undefined || Number(row['lease_until']) < now || isDead(workerFromRow(row));
      known.set(owner, isFree);
    }
    return isFree;
  };
}
