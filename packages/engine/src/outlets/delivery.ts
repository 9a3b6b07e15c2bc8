import { mayRetry, retryDelayMs } from '../definition/retry-policy.ts';
import { OutletDeadError, StoreError } from '../errors.ts';
import { type Failure, failureOf } from '../journal/failure.ts';
import type { EventListener } from '../worker/event-feed.ts';
import type { DeliveryPorts } from './delivery-options.ts';
import { OutletClaim } from './outlet-claim.ts';

/** Runs looked at, and events of each read, before looking again for what is due first. */
const runsAtOnce = 20;
const eventsAtOnce = 100;

/** How long events gather before they are read from the store, so that a busy run is read in pages. */
const gatherMs = 20;

/** How often events of other processes are looked for. */
const pollMs = 1_000;

/** `elsewhere`: another process delivers under this name. `dead`: out of retries, until `resume`. */
export type DeliveryStatus = 'delivering' | 'retrying' | 'dead' | 'elsewhere';

/** Carries events from the store to one outlet. */
export class Delivery {
  readonly #ports: DeliveryPorts;
  readonly #claim: OutletClaim;
  readonly #closing = new AbortController();
  readonly #waiters = new Set<PromiseWithResolvers<void>>();
  readonly #loop: Promise<void>;
  readonly #unlisten: () => void;
  #status: DeliveryStatus = 'delivering';
  #failure: Failure | undefined;
  #failures = 0;
  #hasNews = true;
  #wake = (): void => {};

  constructor(ports: DeliveryPorts, engine?: { listen(listener: EventListener): () => void }) {
    this.#ports = ports;
    this.#claim = new OutletClaim(ports);
    this.#unlisten = engine?.listen(() => this.#attend()) ?? (() => {});
    this.#loop = this.#run();
  }

  get status(): DeliveryStatus {
    return this.#status;
  }

  /** Why the last attempt failed, while the outlet is retrying or dead. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Resolves when everything recorded so far has been taken. Rejects with OutletDeadError when that will not be. */
  caughtUp(): Promise<void> {
    const waiter = Promise.withResolvers<void>();
    this.#waiters.add(waiter);
    this.#attend();
    return waiter.promise;
  }

  /** Gives a dead outlet, in whatever process, another chance. */
  async resume(): Promise<void> {
    this.#failures = 0;
    await this.#ports.store.outlets.setFailure(this.#ports.name, undefined);
    this.#claim.expire();
    this.#attend();
  }

  /** Ends what is under way and gives the outlet up; the next delivery under this name goes on where it stood. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return this.#loop;
    this.#unlisten();
    this.#closing.abort();
    this.#wake();
    await this.#loop;
    this.#settle(new OutletDeadError(this.#ports.name, undefined));
    await this.#claim.release();
    await this.#ports.outlet.close?.();
  }

  #attend(): void {
    this.#hasNews = true;
    this.#wake();
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      this.#hasNews = false;
      await this.#pause(await this.#step());
    }
  }

  /** One look at the store. */
  async #step(): Promise<Wait> {
    try {
      const record = await this.#claim.keep();
      if (record === undefined) return this.#rest('elsewhere', undefined);
      if (record.failure !== undefined) return this.#rest('dead', record.failure);
      const hasTaken = await this.#round();
      this.#failures = 0;
      this.#failure = undefined;
      this.#status = 'delivering';
      if (hasTaken) return { ms: 0 };
      if (!this.#hasNews) this.#settle();
      return forNews;
    } catch (error) {
      // The store's trouble is not the receiver's: it is waited for however long it lasts.
      return error instanceof StoreError ? this.#rest('retrying', failureOf(error)) : this.#failed(error);
    }
  }

  /** Delivers a page of each of some runs. Whether there was anything. */
  async #round(): Promise<boolean> {
    const { store, name } = this.#ports;
    const due = await store.outlets.findUntaken(name, runsAtOnce);
    for (const { runId, after } of due) {
      if (this.#closing.signal.aborted) return false;
      const isOurs = await this.#deliver(runId, after);
      if (!isOurs) return false;
    }
    return due.length > 0;
  }

  /** Delivers the next page of a run and notes how far it came, also when it did not come far. */
  async #deliver(runId: string, after: number): Promise<boolean> {
    const { store, name, outlet, accepts } = this.#ports;
    const events = await store.readEvents(runId, { after, limit: eventsAtOnce });
    let taken = after;
    let trouble: { readonly error: unknown } | undefined;
    for (const event of events) {
      try {
        if (!(await this.#claim.keep())) return false;
        if (accepts(event)) await outlet.deliver(event, this.#closing.signal);
        taken = event.n;
      } catch (error) {
        trouble = { error };
        break;
      }
    }
    await outlet.flush?.();
    const isOurs = taken === after || (await store.outlets.take(name, this.#claim.owner, runId, taken));
    if (trouble !== undefined) throw trouble.error;
    return isOurs;
  }

  #rest(status: DeliveryStatus, failure: Failure | undefined): Wait {
    this.#status = status;
    this.#failure = failure;
    if (status === 'dead') this.#settle(new OutletDeadError(this.#ports.name, failure));
    return forNews;
  }

  async #failed(error: unknown): Promise<Wait> {
    if (this.#closing.signal.aborted) return { ms: 0 };
    const { retry, random, store, name } = this.#ports;
    const failure = failureOf(error);
    this.#failures += 1;
    this.#failure = failure;
    this.#status = 'retrying';
    if (mayRetry(retry, this.#failures, failure.code))
      return { ms: retryDelayMs(retry, this.#failures, random()) };
    try {
      await store.outlets.setFailure(name, failure);
    } catch (storeError) {
      return this.#rest('retrying', failureOf(storeError));
    }
    this.#claim.expire();
    return this.#rest('dead', failure);
  }

  #settle(error?: Error): void {
    for (const waiter of this.#waiters) {
      if (error === undefined) waiter.resolve();
      else waiter.reject(error);
    }
    this.#waiters.clear();
  }

  async #pause({ ms, endsWithNews = false }: Wait): Promise<void> {
    const { clock } = this.#ports;
    const { signal } = this.#closing;
    if (ms === 0 || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timers = [clock.after(ms, resolve, true)];
    this.#wake = () => {
      if (signal.aborted) resolve();
      else if (endsWithNews) timers.push(clock.after(gatherMs, resolve));
    };
    if (this.#hasNews) this.#wake();
    await promise;
    this.#wake = () => {};
    for (const stop of timers) stop();
  }
}

/** How long to wait before the next look at the store. */
interface Wait {
  readonly ms: number;
  /** Whether there is reason to look earlier when something has happened. */
  readonly endsWithNews?: boolean;
}

const forNews: Wait = { ms: pollMs, endsWithNews: true };
