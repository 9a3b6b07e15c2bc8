import { noRetry, type RetryOptions, type RetryPolicy } from '../definition/retry-policy.ts';
import type { RunEvent } from '../journal/event.ts';
import type { Store } from '../store/store.ts';
import { type Clock, systemClock } from '../worker/clock.ts';
import type { EventListener } from '../worker/event-feed.ts';
import type { Outlet } from './outlet.ts';

export interface DeliveryOptions {
  readonly store: Store;
  /** Under this name the store keeps how far the outlet has come; one process at a time delivers under a name. */
  readonly name: string;
  readonly outlet: Outlet;
  /** An engine of this process, whose events are then delivered at once; those of other processes within a second. */
  readonly engine?: { listen(listener: EventListener): () => void };
  /** Whether runs from before the outlet was first known are delivered as well. Not when absent. */
  readonly past?: boolean;
  /** Events that are to be delivered. All when absent. */
  readonly accepts?: (event: RunEvent) => boolean;
  /** After how many failures in a row, and how far apart, the outlet counts as dead. 10 attempts when absent. */
  readonly retry?: RetryOptions;
  readonly clock?: Clock;
  /** In [0, 1); spreads retries. */
  readonly random?: () => number;
}

/** What a delivery works with, all defaults filled in. */
export interface DeliveryPorts extends Required<Omit<DeliveryOptions, 'engine' | 'retry' | 'past'>> {
  readonly retry: RetryPolicy;
}

const tenAttempts: RetryPolicy = { ...noRetry, attempts: 10, delayMs: 500 };

export function deliveryPorts({
  engine: _engine,
  past: _past,
  retry,
  ...given
}: DeliveryOptions): DeliveryPorts {
  return {
    accepts: () => true,
    clock: systemClock,
    random: Math.random,
    ...given,
    retry: { ...tenAttempts, ...retry },
  };
}
