import { literal } from '../../../code/literal.ts';
import { SourceFile } from '../../../code/source-file.ts';
import { poolFile, storageFailureFile } from '../storage-files.ts';

/** `src/storage/pool.ts`. */
export function renderPool(name: string): SourceFile {
  const file = new SourceFile(poolFile);
  file.imports.value('node:timers/promises', 'setTimeout as sleep');
  file.imports.standard('pg', 'pg');
  file.imports.value(storageFailureFile, 'codeOf');
  return file
    .add(`
const MAX_CONNECTIONS = 10;
const PATIENCE_MS = 30_000;
const PAUSE_MS = 500;
const BIGINT = 20;

/** The database cannot be used. The message says where it was looked for and what was the matter. */
export class DatabaseUnreachableError extends Error {
  override readonly name = 'DatabaseUnreachableError';
  readonly code = 'database_unreachable';
}

/** Connects to the database, and waits for a server that is only starting. */
export async function openPool(url: string, patienceMs = PATIENCE_MS): Promise<pg.Pool> {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    query_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: ${literal(name)},
    types: { getTypeParser },
  });
  // A connection that is lost while it is idle is replaced when it is needed.
  pool.on('error', () => undefined);
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      await pool.query('SELECT 1');
      return pool;
    } catch (error) {
      if (Date.now() < deadline && !isHopeless(error)) {
        await sleep(PAUSE_MS);
        continue;
      }
      await pool.end();
      throw unreachable(url, error);
    }
  }
}`)
    .add(rest);
}

const rest = `
/** A connection by itself, for work that takes as long as it takes. */
export async function openConnection(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, types: { getTypeParser } });
  await client.connect();
  return client;
}

/** Whole numbers come as numbers: those of the system are exact. */
function getTypeParser(...[oid, format]: Parameters<typeof pg.types.getTypeParser>) {
  return oid === BIGINT ? Number : pg.types.getTypeParser(oid, format);
}

/** A wrong password or a database that does not exist will not come right by waiting. */
function isHopeless(error: unknown): boolean {
  return /^(28|3D)/.test(codeOf(error));
}

function unreachable(url: string, cause: unknown): Error {
  const place = URL.canParse(url) ? new URL(url) : undefined;
  const where = place === undefined ? 'as DATABASE_URL says' : \`at \${place.host || 'a socket'}\${place.pathname}\`;
  const why = cause instanceof Error ? cause.message || codeOf(cause) : String(cause);
  return new DatabaseUnreachableError(\`The database \${where} cannot be reached: \${why}. Check DATABASE_URL.\`, { cause });
}`;
