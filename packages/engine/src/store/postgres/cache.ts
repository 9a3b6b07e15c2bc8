import { isBlobValue } from '../../journal/value.ts';
import { cacheEntryFromRow, parse } from '../rows.ts';
import type { CacheEntry, CacheLookup } from '../store.ts';
import type { Query } from './connection.ts';

export async function storeCached(query: Query, entry: CacheEntry, at: number): Promise<void> {
  const { scope, key, parts, output, runId } = entry;
  const text = JSON.stringify(output);
  const [blob, bytes] = isBlobValue(output) ? [output.blob, output.bytes] : [null, text.length];
  await query(
    `INSERT INTO cache (scope, key, parts, output, blob, bytes, run_id, stored_at, used_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
     ON CONFLICT (scope, key) DO UPDATE SET stored_at = $8, used_at = $8`,
    [scope, key, JSON.stringify(parts), text, blob, bytes, runId, at],
  );
}

export async function findCached(query: Query, scope: string, key: string, at: number): Promise<CacheLookup> {
  const [hit] = await query('UPDATE cache SET used_at = $1 WHERE scope = $2 AND key = $3 RETURNING *', [
    at,
    scope,
    key,
  ]);
  if (hit !== undefined) return { hit: cacheEntryFromRow(hit), latest: undefined };
  const [latest] = await query(
    'SELECT parts FROM cache WHERE scope = $1 ORDER BY stored_at DESC, id DESC LIMIT 1',
    [scope],
  );
  return {
    hit: undefined,
    latest: latest && (parse(latest['parts'], `cache of ${scope}`) as CacheEntry['parts']),
  };
}

/** Forgets inside the caller's transaction; see Store.trimCache. */
export async function trimCache(query: Query, limitBytes: number): Promise<number> {
  const gone = await query(
    `DELETE FROM cache WHERE id IN (
       SELECT id FROM (
         SELECT id, sum(bytes) OVER (ORDER BY used_at DESC, id DESC) AS kept FROM cache
       ) AS sums WHERE kept > $1
     ) RETURNING id`,
    [limitBytes],
  );
  if (gone.length > 0) await dropUnusedBlobs(query);
  return gone.length;
}

export async function dropUnusedBlobs(query: Query): Promise<void> {
  await query(
    `DELETE FROM blobs WHERE NOT EXISTS (SELECT 1 FROM blob_uses WHERE blob_uses.hash = blobs.hash)
     AND NOT EXISTS (SELECT 1 FROM cache WHERE cache.blob = blobs.hash)`,
  );
}
