/** Steps from an empty file to the present layout; `user_version` counts those taken. Never change one: add one. */
export const migrations: readonly Migration[] = [
  {
    up: `
      CREATE TABLE workers (
        id TEXT PRIMARY KEY, machine TEXT NOT NULL, pid INTEGER NOT NULL, process_start TEXT NOT NULL,
        lease_until INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE runs (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE, pipeline TEXT NOT NULL, version TEXT NOT NULL, definition TEXT NOT NULL,
        labels TEXT NOT NULL, status TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
        last_event INTEGER NOT NULL, owner TEXT, wake_at INTEGER, failure TEXT, parent TEXT,
        degraded INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE INDEX runs_by_status ON runs (status, seq);
      CREATE INDEX runs_by_owner ON runs (owner) WHERE owner IS NOT NULL;
      CREATE TABLE events (
        run INTEGER NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (run, n)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE blobs (hash TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
      CREATE TABLE blob_uses (
        run INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (run, hash)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX blob_uses_by_hash ON blob_uses (hash);
      CREATE TABLE signals (
        id INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX signals_by_run ON signals (run, id);
      CREATE TABLE cache (
        scope TEXT NOT NULL, key TEXT NOT NULL, parts TEXT NOT NULL, output TEXT NOT NULL, blob TEXT,
        bytes INTEGER NOT NULL, run_id TEXT NOT NULL, stored_at INTEGER NOT NULL, used_at INTEGER NOT NULL,
        PRIMARY KEY (scope, key)
      ) STRICT;
      CREATE INDEX cache_by_use ON cache (used_at);
      CREATE INDEX cache_by_blob ON cache (blob) WHERE blob IS NOT NULL;
    `,
    down: `
      DROP TABLE cache; DROP TABLE signals; DROP TABLE blob_uses; DROP TABLE blobs; DROP TABLE events; DROP TABLE runs;
      DROP TABLE workers;
    `,
  },
  {
    up: `
      CREATE TABLE outlets (
        name TEXT PRIMARY KEY, owner TEXT, lease_until INTEGER, failure TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE deliveries (
        outlet TEXT NOT NULL, run INTEGER NOT NULL, taken INTEGER NOT NULL, PRIMARY KEY (outlet, run)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX deliveries_by_run ON deliveries (run);

      CREATE TABLE run_counts (
        pipeline TEXT NOT NULL, status TEXT NOT NULL, runs INTEGER NOT NULL, PRIMARY KEY (pipeline, status)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO run_counts SELECT pipeline, status, count(*) FROM runs GROUP BY pipeline, status;
      CREATE TRIGGER run_created AFTER INSERT ON runs BEGIN
        INSERT INTO run_counts VALUES (new.pipeline, new.status, 1)
        ON CONFLICT (pipeline, status) DO UPDATE SET runs = runs + 1;
      END;
      CREATE TRIGGER run_deleted AFTER DELETE ON runs BEGIN
        UPDATE run_counts SET runs = runs - 1 WHERE pipeline = old.pipeline AND status = old.status;
      END;
      CREATE TRIGGER run_moved AFTER UPDATE OF status ON runs WHEN new.status <> old.status BEGIN
        UPDATE run_counts SET runs = runs - 1 WHERE pipeline = old.pipeline AND status = old.status;
        INSERT INTO run_counts VALUES (new.pipeline, new.status, 1)
        ON CONFLICT (pipeline, status) DO UPDATE SET runs = runs + 1;
      END;
    `,
    down: `
      DROP TRIGGER run_moved; DROP TRIGGER run_deleted; DROP TRIGGER run_created; DROP TABLE run_counts;
      DROP TABLE deliveries; DROP TABLE outlets;
    `,
  },
];

export interface Migration {
  readonly up: string;
  readonly down: string;
}
