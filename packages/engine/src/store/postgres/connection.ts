import { Pool, type PoolClient } from 'pg';
import { StoreError } from '../../errors.ts';
import type { Row } from '../rows.ts';
import { migrations } from './migrations.ts';
import { storeErrorFrom } from './store-error.ts';

export interface PostgresOptions {
  /** Such as `postgres://user:password@host/database`. */
  readonly connectionString: string;
  /** The schema that holds the tables; created when missing. `millwright` when absent. */
  readonly schema?: string;
  /** Most connections at once. 4 when absent. */
  readonly maxConnections?: number;
}

/** Runs one statement and gives its rows. */
export type Query = (sql: string, values?: readonly unknown[]) => Promise<Row[]>;

const validSchema = /^[a-z_][a-z0-9_]{0,62}$/;

/** Connections to one schema, and the one place where their errors become StoreErrors. */
export class Connection {
  readonly #pool: Pool;

  private constructor(pool: Pool) {
    this.#pool = pool;
    // A connection that breaks while idle is replaced; whoever uses one is told by its query.
    pool.on('error', () => {});
  }

  /** Connects and brings the schema into the present layout. */
  static async open({ connectionString, schema = 'millwright', maxConnections = 4 }: PostgresOptions) {
    if (!validSchema.test(schema))
      throw new StoreError('store_unavailable', `${schema} cannot name a schema`);
    const options = `-c search_path=${schema} -c synchronous_commit=on`;
    const connection = new Connection(new Pool({ connectionString, max: maxConnections, options }));
    try {
      await connection.transact('prepare the schema', (query) => migrate(query, schema, migrations.length));
    } catch (error) {
      await connection.close();
      throw error;
    }
    return connection;
  }

  async query(doing: string, sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    try {
      return (await this.#pool.query<Row>(sql, [...values])).rows;
    } catch (error) {
      throw storeErrorFrom(error, doing);
    }
  }

  /** Runs work in one transaction: durable when the promise resolves, without effect when it rejects. */
  async transact<Result>(doing: string, work: (query: Query) => Promise<Result>): Promise<Result> {
    const client = await this.#connect(doing);
    const query: Query = async (sql, values = []) => (await client.query<Row>(sql, [...values])).rows;
    try {
      await query('BEGIN');
      const result = await work(query);
      await query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      // A broken connection cannot roll back and need not: the server has done so.
      const isBroken = await query('ROLLBACK').then(
        () => false,
        () => true,
      );
      client.release(isBroken);
      throw storeErrorFrom(error, doing);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #connect(doing: string): Promise<PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw storeErrorFrom(error, doing);
    }
  }
}

/** Takes a schema up or down to a layout version inside the caller's transaction; one process at a time. */
export async function migrate(query: Query, schema: string, target: number): Promise<void> {
  await query('SELECT pg_advisory_xact_lock(hashtext($1))', [`millwright ${schema}`]);
  await query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await query('CREATE TABLE IF NOT EXISTS layout (version INTEGER NOT NULL)');
  const version = Number((await query('SELECT version FROM layout'))[0]?.['version'] ?? 0);
  if (version > migrations.length) {
    throw new StoreError(
      'store_too_new',
      `Schema ${schema} was written by a newer Millwright. Update Millwright.`,
    );
  }
  for (let at = version; at < target; at += 1) await query(migrations[at]?.up ?? '');
  for (let at = version; at > target; at -= 1) await query(migrations[at - 1]?.down ?? '');
  await query('DELETE FROM layout');
  await query('INSERT INTO layout VALUES ($1)', [target]);
}
