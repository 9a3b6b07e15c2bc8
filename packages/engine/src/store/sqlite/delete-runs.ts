import type { DeleteQuery } from '../store.ts';
import type { Prepare } from './prepare.ts';

const deletable = ['paused', 'succeeded', 'failed', 'cancelled'];

/** Deletes inside the caller's transaction; see Store.deleteRuns. */
export function deleteRuns(prepare: Prepare, query: DeleteQuery): number {
  const statuses = (query.status ?? deletable).filter((status) => deletable.includes(status));
  const rows = prepare(
    `SELECT seq FROM runs
     WHERE owner IS NULL AND status IN (SELECT value FROM json_each(?1))
       AND (?2 IS NULL OR id IN (SELECT value FROM json_each(?2))) AND (?3 IS NULL OR updated_at < ?3)`,
  ).all(
    JSON.stringify(statuses),
    query.runIds === undefined ? null : JSON.stringify(query.runIds),
    query.olderThan ?? null,
  );
  const gone = JSON.stringify(rows.map((row) => Number(row['seq'])));
  prepare(
    `DELETE FROM blobs WHERE hash IN (SELECT hash FROM blob_uses WHERE run IN (SELECT value FROM json_each(?1)))
     AND hash NOT IN (SELECT hash FROM blob_uses WHERE run NOT IN (SELECT value FROM json_each(?1)))
     AND hash NOT IN (SELECT blob FROM cache WHERE blob IS NOT NULL)`,
  ).run(gone);
  for (const table of ['events', 'blob_uses', 'signals', 'deliveries']) {
    prepare(`DELETE FROM ${table} WHERE run IN (SELECT value FROM json_each(?))`).run(gone);
  }
  prepare('DELETE FROM runs WHERE seq IN (SELECT value FROM json_each(?))').run(gone);
  return rows.length;
}
