import type { RunEvent } from '../../journal/event.ts';
import { hasEnded } from '../../scheduler/status.ts';
import type { Signal } from '../signal.ts';
import type { Append, AppendResult, RunIdentity } from '../store.ts';
import { storeCached } from './cache.ts';
import type { Query } from './connection.ts';
import { enrol } from './outlets.ts';

/** Writes one append inside the caller's transaction. Touches nothing when the run is not the writer's any more. */
export async function appendTo(query: Query, append: Append): Promise<AppendResult> {
  const { create } = append;
  const run =
    create === undefined ? await advanceHead(query, append) : await createHead(query, append, create);
  if (run === undefined) return create === undefined ? 'lost' : 'exists';
  const { events, blobs, reuses = [] } = append;
  if (events.length > 0) {
    await query(
      `INSERT INTO events (run, n, at, type, body)
       SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[])`,
      [
        run,
        events.map(({ n }) => n),
        events.map(({ at }) => at),
        events.map(({ type }) => type),
        events.map(bodyOf),
      ],
    );
  }
  if (blobs.length > 0) {
    await query(
      `INSERT INTO blobs (hash, text) SELECT * FROM unnest($1::text[], $2::text[]) ORDER BY 1
       ON CONFLICT DO NOTHING`,
      [blobs.map(({ hash }) => hash), blobs.map(({ text }) => text)],
    );
  }
  const used = [...blobs.map(({ hash }) => hash), ...reuses];
  if (used.length > 0) {
    await query('INSERT INTO blob_uses (run, hash) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING', [
      run,
      used,
    ]);
  }
  await exchangeSignals(query, run, append);
  return 'written';
}

/** Leaves a request for a run, unless it has ended or does not exist. Whether it did. */
export async function leaveSignal(query: Query, runId: string, signal: Signal, at: number): Promise<boolean> {
  // The lock keeps the run from ending in between: its last append removes the signals it leaves behind.
  const rows = await query(
    `WITH run AS (
       SELECT seq FROM runs WHERE id = $1 AND status NOT IN ('succeeded', 'failed', 'cancelled') FOR SHARE
     )
     INSERT INTO signals (run, body, at) SELECT seq, $2, $3 FROM run RETURNING id`,
    [runId, JSON.stringify(signal), at],
  );
  return rows.length === 1;
}

async function exchangeSignals(query: Query, run: string, append: Append): Promise<void> {
  const { notify = [], cache = [], consumed = [], events, head } = append;
  const at = events.at(-1)?.at ?? 0;
  for (const entry of cache) await storeCached(query, entry, at);
  for (const { runId, signal } of notify) await leaveSignal(query, runId, signal, at);
  if (consumed.length > 0) await query('DELETE FROM signals WHERE id = ANY($1::bigint[])', [consumed]);
  if (hasEnded(head.status)) await query('DELETE FROM signals WHERE run = $1', [run]);
}

async function advanceHead(
  query: Query,
  { runId, owner, follows, events, head }: Append,
): Promise<string | undefined> {
  const [row] = await query(
    `UPDATE runs SET last_event = $1, status = $2, updated_at = coalesce($3, updated_at), wake_at = $4, failure = $5,
       owner = $6, definition = coalesce($7, definition), degraded = $8
     WHERE id = $9 AND owner = $10 AND last_event = $11 RETURNING seq`,
    [
      follows + events.length,
      head.status,
      events.at(-1)?.at ?? null,
      head.wakeAt ?? null,
      jsonOrNull(head.failure),
      head.isReleased ? null : owner,
      head.definition ?? null,
      head.isDegraded ? 1 : 0,
      runId,
      owner,
      follows,
    ],
  );
  return row && String(row['seq']);
}

async function createHead(
  query: Query,
  { runId, owner, events, head }: Append,
  { pipeline, version, definition, labels, parent }: RunIdentity,
): Promise<string | undefined> {
  const at = events[0]?.at ?? 0;
  const [row] = await query(
    `INSERT INTO runs
       (id, pipeline, version, definition, labels, status, created_at, updated_at, last_event, owner, wake_at, parent)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING seq`,
    [
      runId,
      pipeline,
      version,
      definition,
      JSON.stringify(labels),
      head.status,
      at,
      events.length,
      head.isReleased ? null : owner,
      head.wakeAt ?? null,
      jsonOrNull(parent),
    ],
  );
  if (row === undefined) return undefined;
  const seq = String(row['seq']);
  await enrol(query, seq);
  return seq;
}

/** What is particular to the event; the rest has columns of its own. */
function bodyOf({ runId: _runId, n: _n, at: _at, type: _type, ...body }: RunEvent): string {
  return JSON.stringify(body);
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
