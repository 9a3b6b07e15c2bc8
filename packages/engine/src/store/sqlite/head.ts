import type { Append, RunIdentity } from '../store.ts';
import { enrol } from './outlets.ts';
import type { Prepare } from './prepare.ts';

/** Moves the run's head on, provided that the writer owns the run and has seen its last event. */
export function advanceHead(
  prepare: Prepare,
  { runId, owner, follows, events, head }: Append,
): number | undefined {
  const row = prepare(
    `UPDATE runs SET last_event = ?, status = ?, updated_at = coalesce(?, updated_at), wake_at = ?, failure = ?,
       owner = ?, definition = coalesce(?, definition), degraded = ?
     WHERE id = ? AND owner = ? AND last_event = ? RETURNING seq`,
  ).get(
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
  );
  return row && Number(row['seq']);
}

/** Makes the run's head, unless the id is taken. */
export function createHead(
  prepare: Prepare,
  { runId, owner, events, head }: Append,
  { pipeline, version, definition, labels, parent }: RunIdentity,
): number | undefined {
  const at = events[0]?.at ?? 0;
  const row = prepare(
    `INSERT INTO runs
       (id, pipeline, version, definition, labels, status, created_at, updated_at, last_event, owner, wake_at, parent)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING seq`,
  ).get(
    runId,
    pipeline,
    version,
    definition,
    JSON.stringify(labels),
    head.status,
    at,
    at,
    events.length,
    head.isReleased ? null : owner,
    head.wakeAt ?? null,
    jsonOrNull(parent),
  );
  if (row === undefined) return undefined;
  const seq = Number(row['seq']);
  enrol(prepare, seq);
  return seq;
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
