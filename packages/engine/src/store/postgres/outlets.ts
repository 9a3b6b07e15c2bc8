import type { Failure } from '../../journal/failure.ts';
import type { OutletClaimRequest, OutletRecord, OutletStore, Untaken } from '../outlet-store.ts';
import { isHeld, outletFromRow } from '../rows.ts';
import type { Connection, Query } from './connection.ts';

export class PostgresOutlets implements OutletStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async add(outlet: string, past: boolean): Promise<void> {
    await this.#connection.transact('add an outlet', async (query) => {
      // Runs being created see either the outlet or, when it enrols those there are, are seen by it.
      await query('LOCK TABLE runs IN SHARE MODE');
      const added = await query(
        'INSERT INTO outlets (name) VALUES ($1) ON CONFLICT DO NOTHING RETURNING name',
        [outlet],
      );
      if (added.length === 0 || !past) return;
      await query('INSERT INTO deliveries (outlet, run, taken) SELECT $1, seq, 0 FROM runs', [outlet]);
    });
  }

  async remove(outlet: string): Promise<void> {
    await this.#connection.transact('remove an outlet', async (query) => {
      await query('DELETE FROM deliveries WHERE outlet = $1', [outlet]);
      await query('DELETE FROM outlets WHERE name = $1', [outlet]);
    });
  }

  async list(): Promise<readonly OutletRecord[]> {
    const rows = await this.#connection.query(
      'list outlets',
      `SELECT *, (
         SELECT count(*) FROM deliveries JOIN runs ON runs.seq = deliveries.run
         WHERE outlet = outlets.name AND runs.last_event > deliveries.taken
       ) AS behind FROM outlets ORDER BY name`,
    );
    return rows.map(outletFromRow);
  }

  async claim({ outlet, owner, now, leaseUntil, isDead }: OutletClaimRequest) {
    return this.#connection.transact('claim an outlet', async (query) => {
      const [row] = await query('SELECT *, 0 AS behind FROM outlets WHERE name = $1 FOR UPDATE', [outlet]);
      if (row === undefined || isHeld(row, owner, now, isDead)) return undefined;
      const values = [owner, leaseUntil, outlet];
      await query('UPDATE outlets SET owner = $1, lease_until = $2 WHERE name = $3', values);
      return outletFromRow(row);
    });
  }

  async release(outlet: string, owner: string): Promise<void> {
    await this.#connection.query(
      'release an outlet',
      'UPDATE outlets SET owner = NULL WHERE name = $1 AND owner = $2',
      [outlet, owner],
    );
  }

  async findUntaken(outlet: string, limit: number): Promise<readonly Untaken[]> {
    const rows = await this.#connection.query(
      'look for events to deliver',
      `SELECT runs.id, taken FROM deliveries JOIN runs ON runs.seq = deliveries.run
       WHERE outlet = $1 AND runs.last_event > taken ORDER BY runs.seq LIMIT $2`,
      [outlet, limit],
    );
    return rows.map((row) => ({ runId: String(row['id']), after: Number(row['taken']) }));
  }

  async take(outlet: string, owner: string, runId: string, upTo: number): Promise<boolean> {
    return this.#connection.transact('record a delivery', async (query) => {
      const owned = await query('SELECT 1 FROM outlets WHERE name = $1 AND owner = $2 FOR SHARE', [
        outlet,
        owner,
      ]);
      if (owned.length === 0) return false;
      await query(
        'UPDATE deliveries SET taken = $3 WHERE outlet = $1 AND run = (SELECT seq FROM runs WHERE id = $2)',
        [outlet, runId, upTo],
      );
      await query(
        `DELETE FROM deliveries WHERE outlet = $1 AND run = (
           SELECT seq FROM runs
           WHERE id = $2 AND last_event <= $3 AND status IN ('succeeded', 'failed', 'cancelled')
         )`,
        [outlet, runId, upTo],
      );
      return true;
    });
  }

  async setFailure(outlet: string, failure: Failure | undefined): Promise<void> {
    await this.#connection.query(
      'record how an outlet stands',
      'UPDATE outlets SET failure = $1 WHERE name = $2',
      [failure === undefined ? null : JSON.stringify(failure), outlet],
    );
  }
}

/** Enrols a run with every outlet, inside the transaction that creates it. */
export async function enrol(query: Query, run: string): Promise<void> {
  await query('INSERT INTO deliveries (outlet, run, taken) SELECT name, $1::bigint, 0 FROM outlets', [run]);
}
