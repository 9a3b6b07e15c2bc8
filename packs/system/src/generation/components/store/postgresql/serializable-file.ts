import { SourceFile } from '../../../code/source-file.ts';
import { clockFile } from '../../root/clock-file.ts';
import { problemFile } from '../../domain/refusal.ts';
import { serializableFile, sessionFile, storageFailureFile } from '../storage-files.ts';

/** `src/storage/serializable.ts`. */
export function renderSerializable(): SourceFile {
  const file = new SourceFile(serializableFile);
  file.imports.value('node:timers/promises', 'setTimeout as sleep');
  file.imports.type('pg', 'Pool');
  file.imports.type(clockFile, 'Clock');
  file.imports.value(problemFile, 'Problem');
  file.imports.value(sessionFile, 'DatabaseSession');
  file.imports.value(storageFailureFile, 'codeOf');
  file.imports.value(storageFailureFile, 'storageProblem');
  return file.add(`
const MAX_ATTEMPTS = 30;
const MAX_WAIT_MS = 200;

/**
 * What another transaction caused: a conflict of order, a deadlock, or a record that came or went in between and that the
 * next attempt will see.
 */
const COLLISIONS: ReadonlySet<unknown> = new Set(['40001', '40P01', '23505', '23503']);

/** Runs the work as one serializable transaction, from the start again while it collides with others. */
export async function serializable<Result>(
  pool: Pool,
  clock: Clock,
  work: (session: DatabaseSession) => Result,
): Promise<Awaited<Result>> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    try {
      return await runOnce(pool, clock, work);
    } catch (error) {
      if (!COLLISIONS.has(codeOf(error))) throw storageProblem(error);
      // Waits of different lengths take those apart that collided.
      await sleep(Math.random() * Math.min(2 ** attempt, MAX_WAIT_MS));
    }
  }
  throw new Problem(503, 'busy', 'Too many requests change the same records at the same time.');
}

async function runOnce<Result>(
  pool: Pool,
  clock: Clock,
  work: (session: DatabaseSession) => Result,
): Promise<Awaited<Result>> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query('BEGIN ISOLATION LEVEL SERIALIZABLE');
    const result = await work(new DatabaseSession(client, clock));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    failure = await client.query('ROLLBACK').then(
      () => undefined,
      (reason: Error) => reason,
    );
    throw error;
  } finally {
    // A connection that cannot even go back is not used again.
    client.release(failure);
  }
}`);
}
