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

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#worker = thisWorker(options.workerId);
  }

  get workerId(): string {
    return this.#worker.id;
  }

  /** Registers the worker the first time it is called. */
  join(): Promise<void> {
    this.#joining ??= this.#renew().then(() => this.#schedule());
    return this.#joining;
  }

  claim(request: Pick<ClaimRequest, 'runId' | 'pipelines' | 'limit'>): Promise<readonly RunRecord[]> {
    const { store, clock } = this.#options;
    return store.claim({ ...request, workerId: this.workerId, now: clock.now(), isDead: isKnownDead });
  }

  /** From now on takes up runs of these pipelines whenever there are any. */
  keepClaiming(pipelines: readonly string[]): void {
    this.#claiming = pipelines;
  }

  /** Frees runs that were claimed and are not to be worked on after all. */
  release(runIds: readonly string[]): Promise<void> {
    return this.#options.store.releaseRuns(this.workerId, runIds);
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
      for (const runId of await store.findSignalled(this.workerId)) onSignal(runId);
      if (this.#claiming.length > 0 && !this.#hasLeft) {
        for (const record of await this.claim({ pipelines: this.#claiming, limit: claimLimit }))
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
