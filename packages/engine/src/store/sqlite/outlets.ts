import type { Failure } from '../../journal/failure.ts';
import type { OutletClaimRequest, OutletRecord, OutletStore, Untaken } from '../outlet-store.ts';
import { isHeld, outletFromRow, type Row } from '../rows.ts';
import type { Prepare } from './prepare.ts';

/** Runs work on the database, alone or in a transaction of its own, and names what was tried when it fails. */
export type Perform = <Result>(doing: string, work: (prepare: Prepare) => Result) => Result;

const behind = `
  (SELECT count(*) FROM deliveries JOIN runs ON runs.seq = deliveries.run
   WHERE outlet = outlets.name AND runs.last_event > deliveries.taken) AS behind`;

export class SqliteOutlets implements OutletStore {
  readonly #transact: Perform;

  constructor(transact: Perform) {
    this.#transact = transact;
  }

  async add(outlet: string, past: boolean): Promise<void> {
    this.#transact('add an outlet', (prepare) => {
      const { changes } = prepare('INSERT INTO outlets (name) VALUES (?) ON CONFLICT DO NOTHING').run(outlet);
      if (changes === 0 || !past) return;
      prepare('INSERT INTO deliveries (outlet, run, taken) SELECT ?, seq, 0 FROM runs').run(outlet);
    });
  }

  async remove(outlet: string): Promise<void> {
    this.#transact('remove an outlet', (prepare) => {
      prepare('DELETE FROM deliveries WHERE outlet = ?').run(outlet);
      prepare('DELETE FROM outlets WHERE name = ?').run(outlet);
    });
  }

  async list(): Promise<readonly OutletRecord[]> {
    return this.#transact('list outlets', (prepare) =>
      prepare(`SELECT *, ${behind} FROM outlets ORDER BY name`)
        .all()
        .map((row) => outletFromRow(row as Row)),
    );
  }

  async claim({ outlet, owner, now, leaseUntil, isDead }: OutletClaimRequest) {
    return this.#transact('claim an outlet', (prepare) => {
      const row = prepare('SELECT *, 0 AS behind FROM outlets WHERE name = ?').get(outlet);
      if (row === undefined || isHeld(row, owner, now, isDead)) return undefined;
      prepare('UPDATE outlets SET owner = ?, lease_until = ? WHERE name = ?').run(owner, leaseUntil, outlet);
      return outletFromRow(row);
    });
  }

  async release(outlet: string, owner: string): Promise<void> {
    this.#transact('release an outlet', (prepare) =>
      prepare('UPDATE outlets SET owner = NULL WHERE name = ? AND owner = ?').run(outlet, owner),
    );
  }

  async findUntaken(outlet: string, limit: number): Promise<readonly Untaken[]> {
    return this.#transact('look for events to deliver', (prepare) =>
      prepare(
        `SELECT runs.id, taken FROM deliveries CROSS JOIN runs ON runs.seq = deliveries.run
         WHERE outlet = ? AND runs.last_event > taken ORDER BY runs.seq LIMIT ?`,
      )
        .all(outlet, limit)
        .map((row) => ({ runId: String(row['id']), after: Number(row['taken']) })),
    );
  }

  async take(outlet: string, owner: string, runId: string, upTo: number): Promise<boolean> {
    return this.#transact('record a delivery', (prepare) => {
      if (prepare('SELECT 1 FROM outlets WHERE name = ? AND owner = ?').get(outlet, owner) === undefined)
        return false;
      prepare(
        `UPDATE deliveries SET taken = ?3 WHERE outlet = ?1 AND run = (SELECT seq FROM runs WHERE id = ?2)`,
      ).run(outlet, runId, upTo);
      prepare(
        `DELETE FROM deliveries WHERE outlet = ?1 AND run = (
           SELECT seq FROM runs
           WHERE id = ?2 AND last_event <= ?3 AND status IN ('succeeded', 'failed', 'cancelled')
         )`,
      ).run(outlet, runId, upTo);
      return true;
    });
  }

  async setFailure(outlet: string, failure: Failure | undefined): Promise<void> {
    const text = failure === undefined ? null : JSON.stringify(failure);
    this.#transact('record how an outlet stands', (prepare) =>
      prepare('UPDATE outlets SET failure = ? WHERE name = ?').run(text, outlet),
    );
  }
}

/** Enrols a run with every outlet, inside the transaction that creates it. */
export function enrol(prepare: Prepare, run: number): void {
  prepare('INSERT INTO deliveries (outlet, run, taken) SELECT name, ?, 0 FROM outlets').run(run);
}
