import type { RunEvent } from '../../journal/event.ts';
import type { Append, AppendResult } from '../store.ts';
import type { Prepare } from './prepare.ts';
import { hasEnded } from '../../scheduler/status.ts';
import { leaveSignal } from './signals.ts';
import { storeCached } from './cache.ts';

/** Writes one append inside the caller's transaction. Touches nothing when the run is not the writer's any more. */
export function appendTo(prepare: Prepare, append: Append): AppendResult {
  const run = append.create === undefined ? advance(prepare, append) : create(prepare, append);
  if (run === undefined) return append.create === undefined ? 'lost' : 'exists';
  const insert = prepare('INSERT INTO events (run, n, at, type, body) VALUES (?, ?, ?, ?, ?)');
  for (const event of append.events) insert.run(run, event.n, event.at, event.type, bodyOf(event));
  for (const blob of append.blobs) {
    prepare('INSERT INTO blobs (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING').run(blob.hash, blob.text);
    useBlob(prepare, run, blob.hash);
  }
  for (const hash of append.reuses ?? []) useBlob(prepare, run, hash);
  for (const entry of append.cache ?? []) storeCached(prepare, entry, append.events.at(-1)?.at ?? 0);
  for (const { runId, signal } of append.notify ?? []) {
    leaveSignal(prepare, runId, signal, append.events.at(-1)?.at ?? 0);
  }
  for (const id of append.consumed ?? []) prepare('DELETE FROM signals WHERE id = ?').run(id);
  if (hasEnded(append.head.status)) prepare('DELETE FROM signals WHERE run = ?').run(run);
  return 'written';
}

function useBlob(prepare: Prepare, run: number, hash: string): void {
  prepare('INSERT INTO blob_uses (run, hash) VALUES (?, ?) ON CONFLICT DO NOTHING').run(run, hash);
}

/** Moves the run's head on, provided that the writer owns the run and has seen its last event. */
function advance(prepare: Prepare, { runId, owner, follows, events, head }: Append): number | undefined {
  const row = prepare(
    `UPDATE runs SET last_event = ?, status = ?, updated_at = coalesce(?, updated_at), wake_at = ?, failure = ?, owner = ?,
       definition = coalesce(?, definition), degraded = ?
     WHERE id = ? AND owner = ? AND last_event = ? RETURNING seq`,
  ).get(
    follows + events.length,
    head.status,
    events.at(-1)?.at ?? null,
    head.wakeAt ?? null,
    head.failure === undefined ? null : JSON.stringify(head.failure),
    head.isReleased ? null : owner,
    head.definition ?? null,
    head.isDegraded ? 1 : 0,
    runId,
    owner,
    follows,
  );
  return row === undefined ? undefined : Number(row['seq']);
}

function create(
  prepare: Prepare,
  { runId, owner, events, head, create: identity }: Append,
): number | undefined {
  if (identity === undefined) return undefined;
  const at = events[0]?.at ?? 0;
  const row = prepare(
    `INSERT INTO runs
       (id, pipeline, version, definition, labels, status, created_at, updated_at, last_event, owner, wake_at, parent)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING seq`,
  ).get(
    runId,
    identity.pipeline,
    identity.version,
    identity.definition,
    JSON.stringify(identity.labels),
    head.status,
    at,
    at,
    events.length,
    head.isReleased ? null : owner,
    head.wakeAt ?? null,
    identity.parent === undefined ? null : JSON.stringify(identity.parent),
  );
  return row === undefined ? undefined : Number(row['seq']);
}

/** What is particular to the event; the rest has columns of its own. */
function bodyOf({ runId: _runId, n: _n, at: _at, type: _type, ...body }: RunEvent): string {
  return JSON.stringify(body);
}
