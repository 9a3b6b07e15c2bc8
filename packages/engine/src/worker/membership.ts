import { LeaseLostError } from '../errors.ts';
import type { ClaimRequest, RunRecord, Store, Worker } from '../store/store.ts';
import type { Clock } from './clock.ts';
import { isKnownDead, thisWorker } from './worker-identity.ts';

export interface MembershipOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly workerId: string;
  readonly leaseMs: number;
  /** Another process has left a request for one of this worker's runs. */
  readonly onSignal: (runId: string) => void;
  /** A run has been claimed while `keepClaiming` was on. */
  readonly onClaimed: (record: RunRecord) => void;
  /** The lease has run out unrenewed: the worker must assume that others have its runs. */
  readonly onLost: (error: LeaseLostError) => void;
}

/** How often requests left by other processes, and runs to take up, are looked for. */
const pollMs = 500;

/** Runs taken up at a time, so that several workers share them out. */
const claimLimit = 20;

/** This process's place among the workers of a store: a lease kept alive while the process lives. */
export class Membership {
  readonly #options: MembershipOptions;
  readonly #worker: Worker;
  #joining: Promise<void> | undefined;
  #leaseUntil = 0;
  #cancelTimer = () => {};
  #hasLeft = false;
  #claiming: readonly string[] = [];
  readonly #toRelease = new Set<string>();

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#worker = thisWorker(options.workerId);
  }

  get workerId(): string {
    return this.#worker.id;
  }

  /** Registers the worker the first time it is called. */
  join(): Promise<void> {
    this.#joining ??= this.#enter();
    return this.#joining;
  }

  async #enter(): Promise<void> {
    try {
      await this.#renew();
    } catch (error) {
      this.#joining = undefined;
      throw error;
    }
    this.#schedule();
  }

  claim(request: Pick<ClaimRequest, 'runId' | 'definitions' | 'limit'>): Promise<readonly RunRecord[]> {
    const { store, clock } = this.#options;
    return store.claim({ ...request, workerId: this.workerId, now: clock.now(), isDead: isKnownDead });
  }

  /** From now on takes up runs under these definitions whenever there are any. */
  keepClaiming(definitions: readonly string[]): void {
    this.#claiming = definitions;
  }

  /** Frees runs that are not to be worked on here any more: now, or as soon as the store can be written. */
  async release(runId: string): Promise<void> {
    this.#toRelease.add(runId);
    // If it fails, the next tick tries again.
    await this.#releaseAll().catch(() => {});
  }

  async #releaseAll(): Promise<void> {
    if (this.#toRelease.size === 0) return;
    const runIds = [...this.#toRelease];
    await this.#options.store.releaseRuns(this.workerId, runIds);
    for (const runId of runIds) this.#toRelease.delete(runId);
  }

  /** Gives up the lease and everything owned under it. */
  async leave(): Promise<void> {
    this.#hasLeft = true;
    this.#cancelTimer();
    if (this.#joining === undefined) return;
    await this.#joining.catch(() => {});
    await this.#options.store.releaseWorker(this.workerId);
  }

  #schedule(): void {
    if (this.#hasLeft) return;
    this.#cancelTimer = this.#options.clock.after(pollMs, () => void this.#tick(), true);
  }

  async #tick(): Promise<void> {
    const { store, clock, leaseMs, onSignal, onClaimed, onLost } = this.#options;
    try {
      if (clock.now() > this.#leaseUntil - (leaseMs * 2) / 3) await this.#renew();
      await this.#releaseAll();
      for (const runId of await store.findSignalled(this.workerId)) onSignal(runId);
      if (this.#claiming.length > 0 && !this.#hasLeft) {
        for (const record of await this.claim({ definitions: this.#claiming, limit: claimLimit }))
          onClaimed(record);
      }
    } catch {
      // The store may be back before the lease is over; if not, that is the moment to let go.
      if (clock.now() > this.#leaseUntil) onLost(new LeaseLostError('of this worker'));
    }
    this.#schedule();
  }

  async #renew(): Promise<void> {
    const { store, clock, leaseMs } = this.#options;
    const leaseUntil = clock.now() + leaseMs;
    await store.heartbeat(this.#worker, leaseUntil);
    this.#leaseUntil = leaseUntil;
  }
}
