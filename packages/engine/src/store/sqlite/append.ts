import type { RunEvent } from '../../journal/event.ts';
import { hasEnded } from '../../scheduler/status.ts';
import type { Append, AppendResult } from '../store.ts';
import { storeCached } from './cache.ts';
import { advanceHead, createHead } from './head.ts';
import type { Prepare } from './prepare.ts';
import { leaveSignal } from './signals.ts';

/** Writes one append inside the caller's transaction. Touches nothing when the run is not the writer's any more. */
export function appendTo(prepare: Prepare, append: Append): AppendResult {
  const run =
    append.create === undefined ? advanceHead(prepare, append) : createHead(prepare, append, append.create);
  if (run === undefined) return append.create === undefined ? 'lost' : 'exists';
  const insert = prepare('INSERT INTO events (run, n, at, type, body) VALUES (?, ?, ?, ?, ?)');
  for (const event of append.events) insert.run(run, event.n, event.at, event.type, bodyOf(event));
  for (const { hash, text } of append.blobs) {
    prepare('INSERT INTO blobs (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING').run(hash, text);
    useBlob(prepare, run, hash);
  }
  for (const hash of append.reuses ?? []) useBlob(prepare, run, hash);
  exchangeSignals(prepare, run, append);
  return 'written';
}

/** Removes the requests that have been met and leaves those for other runs; keeps results for later ones. */
function exchangeSignals(prepare: Prepare, run: number, append: Append): void {
  const { notify = [], cache = [], consumed = [], events, head } = append;
  const at = events.at(-1)?.at ?? 0;
  for (const entry of cache) storeCached(prepare, entry, at);
  for (const { runId, signal } of notify) leaveSignal(prepare, runId, signal, at);
  for (const id of consumed) prepare('DELETE FROM signals WHERE id = ?').run(id);
  if (hasEnded(head.status)) prepare('DELETE FROM signals WHERE run = ?').run(run);
}

function useBlob(prepare: Prepare, run: number, hash: string): void {
  prepare('INSERT INTO blob_uses (run, hash) VALUES (?, ?) ON CONFLICT DO NOTHING').run(run, hash);
}

/** What is particular to the event; the rest has columns of its own. */
function bodyOf({ runId: _runId, n: _n, at: _at, type: _type, ...body }: RunEvent): string {
  return JSON.stringify(body);
}
