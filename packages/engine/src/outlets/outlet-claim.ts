import { randomUUID } from 'node:crypto';
import type { OutletRecord } from '../store/outlet-store.ts';
import type { Worker } from '../store/store.ts';
import { isKnownDead, thisWorker } from '../worker/worker-identity.ts';
import type { DeliveryPorts } from './delivery-options.ts';

/** How long others wait for a sign of life before they deliver instead. */
const leaseMs = 15_000;

/** How often the lease is renewed. */
const renewMs = 5_000;

/** This process's hold on an outlet, renewed while it is used. */
export class OutletClaim {
  readonly owner: string;
  readonly #ports: DeliveryPorts;
  #known: OutletRecord | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(ports: DeliveryPorts) {
    this.#ports = ports;
    this.owner = JSON.stringify(thisWorker(randomUUID()));
  }

  /** Takes or keeps the outlet. As it stands; undefined when another process has it. */
  async keep(): Promise<OutletRecord | undefined> {
    const { store, name, clock } = this.#ports;
    const now = clock.now();
    if (
      this.#known?.failure === undefined &&
      this.#known !== undefined &&
      Math.abs(now - this.#askedAt) < renewMs
    )
      return this.#known;
    this.#known = await store.outlets.claim({
      outlet: name,
      owner: this.owner,
      now,
      leaseUntil: now + leaseMs,
      isDead,
    });
    this.#askedAt = now;
    return this.#known;
  }

  /** Has the store asked again the next time: something has changed. */
  expire(): void {
    this.#askedAt = Number.NEGATIVE_INFINITY;
  }

  async release(): Promise<void> {
    await this.#ports.store.outlets.release(this.#ports.name, this.owner);
  }
}

/** Owners are workers, as text: one that died on this machine is succeeded at once. */
function isDead(owner: string): boolean {
  return isKnownDead(JSON.parse(owner) as Worker);
}
