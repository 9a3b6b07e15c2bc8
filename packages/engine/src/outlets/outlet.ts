import type { RunEvent } from '../journal/event.ts';

/**
 * A way out for events, such as a file or another system. It is given each run's events in order, one at a time, and
 * may be given some again after a crash: whoever receives them tells them apart by run and number.
 */
export interface Outlet {
  /** Takes an event. Rejecting means that it was not taken: it comes again. */
  deliver(event: RunEvent, signal: AbortSignal): Promise<void> | void;
  /** For outlets that gather: resolves when all taken events are safe. Rejecting means that none since the last time is. */
  flush?(): Promise<void>;
  close?(): Promise<void> | void;
}
