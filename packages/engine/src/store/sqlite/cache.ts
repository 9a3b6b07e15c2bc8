import { isBlobValue } from '../../journal/value.ts';
import type { CacheEntry, CacheLookup } from '../store.ts';
import type { Prepare } from './prepare.ts';
import { cacheEntryFromRow, parse } from '../rows.ts';

export function storeCached(
  prepare: Prepare,
  { scope, key, parts, output, runId }: CacheEntry,
  at: number,
): void {
  const text = JSON.stringify(output);
  const [blob, bytes] = isBlobValue(output) ? [output.blob, output.bytes] : [null, text.length];
  prepare(
    `INSERT INTO cache (scope, key, parts, output, blob, bytes, run_id, stored_at, used_at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)
     ON CONFLICT (scope, key) DO UPDATE SET stored_at = ?8, used_at = ?8`,
  ).run(scope, key, JSON.stringify(parts), text, blob, bytes, runId, at);
}

export function findCached(prepare: Prepare, scope: string, key: string, at: number): CacheLookup {
  const hit = prepare('UPDATE cache SET used_at = ? WHERE scope = ? AND key = ? RETURNING *').get(
    at,
    scope,
    key,
  );
  if (hit !== undefined) return { hit: cacheEntryFromRow(hit), latest: undefined };
  const latest = prepare(
    'SELECT parts FROM cache WHERE scope = ? ORDER BY stored_at DESC, rowid DESC LIMIT 1',
  ).get(scope);
  return {
    hit: undefined,
    latest: latest && (parse(latest['parts'], `cache of ${scope}`) as CacheEntry['parts']),
  };
}

/** Forgets inside the caller's transaction; see Store.trimCache. */
export function trimCache(prepare: Prepare, limitBytes: number): number {
  const { changes } = prepare(
    `DELETE FROM cache WHERE rowid IN (
       SELECT id FROM (
         SELECT rowid AS id, sum(bytes) OVER (ORDER BY used_at DESC, rowid DESC) AS kept FROM cache
       ) WHERE kept > ?
     )`,
  ).run(limitBytes);
  if (changes === 0) return 0;
  prepare(
    `DELETE FROM blobs WHERE hash NOT IN (SELECT hash FROM blob_uses)
     AND hash NOT IN (SELECT blob FROM cache WHERE blob IS NOT NULL)`,
  ).run();
  return Number(changes);
}
