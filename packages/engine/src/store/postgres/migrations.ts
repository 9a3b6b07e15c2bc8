/** Steps from an empty schema to the present layout; the `layout` table counts those taken. Never change one: add one. */
export const migrations: readonly { readonly up: string; readonly down: string }[] = [
  {
    up: `
      CREATE TABLE workers (
        id TEXT PRIMARY KEY, machine TEXT NOT NULL, pid BIGINT NOT NULL, process_start TEXT NOT NULL,
        lease_until BIGINT NOT NULL
      );
      CREATE TABLE runs (
        seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id TEXT NOT NULL UNIQUE, pipeline TEXT NOT NULL, version TEXT NOT NULL, definition TEXT NOT NULL,
        labels TEXT NOT NULL, status TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
        last_event BIGINT NOT NULL, owner TEXT, wake_at BIGINT, failure TEXT, parent TEXT,
        degraded INTEGER NOT NULL DEFAULT 0
      );
      CREATE INDEX runs_by_status ON runs (status, seq);
      CREATE INDEX runs_by_owner ON runs (owner) WHERE owner IS NOT NULL;
      CREATE TABLE events (
        run BIGINT NOT NULL, n BIGINT NOT NULL, at BIGINT NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (run, n)
      );
      CREATE TABLE blobs (hash TEXT PRIMARY KEY, text TEXT NOT NULL);
      CREATE TABLE blob_uses (run BIGINT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (run, hash));
      CREATE INDEX blob_uses_by_hash ON blob_uses (hash);
      CREATE TABLE signals (
        id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, run BIGINT NOT NULL, body TEXT NOT NULL,
        at BIGINT NOT NULL
      );
      CREATE INDEX signals_by_run ON signals (run, id);
      CREATE TABLE cache (
        id BIGINT GENERATED ALWAYS AS IDENTITY, scope TEXT NOT NULL, key TEXT NOT NULL, parts TEXT NOT NULL,
        output TEXT NOT NULL, blob TEXT, bytes BIGINT NOT NULL, run_id TEXT NOT NULL, stored_at BIGINT NOT NULL,
        used_at BIGINT NOT NULL, PRIMARY KEY (scope, key)
      );
      CREATE INDEX cache_by_use ON cache (used_at);
      CREATE INDEX cache_by_blob ON cache (blob) WHERE blob IS NOT NULL;
    `,
    down: 'DROP TABLE cache, signals, blob_uses, blobs, events, runs, workers',
  },
  {
    up: `
      CREATE TABLE outlets (name TEXT PRIMARY KEY, owner TEXT, lease_until BIGINT, failure TEXT);
      CREATE TABLE deliveries (
        outlet TEXT NOT NULL, run BIGINT NOT NULL, taken BIGINT NOT NULL, PRIMARY KEY (outlet, run)
      );
      CREATE INDEX deliveries_by_run ON deliveries (run);
    `,
    down: 'DROP TABLE deliveries, outlets',
  },
];
