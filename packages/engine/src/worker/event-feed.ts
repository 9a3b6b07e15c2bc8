import type { RunEvent } from '../journal/event.ts';
import type { Store } from '../store/store.ts';

/** Events read from the store at a time, and kept for a listener before it has to read them from the store. */
const pageSize = 500;

/** How often the store is asked about a run that another process works on. */
const elsewherePollMs = 200;

/** Where a run is being worked on, seen from this process; `closed` when the process has stopped looking. */
export type Place = 'here' | 'elsewhere' | 'nowhere' | 'closed';

export type EventListener = (event: RunEvent) => void;

/**
 * Hands durable events on to listeners in this process as they happen. A listener that is slow reads what it
 * missed from the store at its own pace; it never holds up a run.
 */
export class EventFeed {
  readonly #store: Store;
  readonly #listeners = new Set<EventListener>();
  readonly #followers = new Map<string, Set<Follower>>();

  constructor(store: Store) {
    this.#store = store;
  }

  publish(runId: string, events: readonly RunEvent[]): void {
    for (const listener of this.#listeners) for (const event of events) notify(listener, event);
    for (const follower of this.#followers.get(runId) ?? []) follower.push(events);
  }

  /** Wakes everybody who follows a run that is worked on no longer, so that they can end. */
  close(runId: string): void {
    for (const follower of this.#followers.get(runId) ?? []) follower.stop();
  }

  /** Wakes everybody, so that they find out that the engine has been closed. */
  closeAll(): void {
    for (const runId of this.#followers.keys()) this.close(runId);
  }

  /** Calls the listener for each event of every run from now on. Returns a function that ends it. */
  listen(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Events after a number: first those in the store, then, for as long as there is work going on, each new one. */
  async *follow(
    runId: string,
    after: number,
    whereIsWork: () => Promise<Place>,
  ): AsyncGenerator<RunEvent, void> {
    const follower = new Follower();
    const followers = this.#followers.get(runId) ?? new Set();
    this.#followers.set(runId, followers.add(follower));
    try {
      let last = after;
      while (true) {
        // Asked before the store is read: what is written after the answer is read for certain.
        const place = await whereIsWork();
        const events = follower.take(last) ?? (await this.#read(runId, last, place));
        for (const event of events) {
          last = event.n;
          yield event;
        }
        if (events.length > 0) continue;
        if (place === 'nowhere' || place === 'closed') return;
        await follower.arrival(place === 'elsewhere' ? elsewherePollMs : undefined);
      }
    } finally {
      followers.delete(follower);
      if (followers.size === 0) this.#followers.delete(runId);
    }
  }

  /** What the store has; nothing once it may have been closed along with the engine. */
  #read(runId: string, after: number, place: Place): readonly RunEvent[] | Promise<readonly RunEvent[]> {
    return place === 'closed' ? [] : this.#store.readEvents(runId, { after, limit: pageSize });
  }
}

class Follower {
  #buffer: RunEvent[] = [];
  #wake: (() => void) | undefined;
  #isDisturbed = false;

  push(events: readonly RunEvent[]): void {
    if (this.#buffer.length < pageSize) this.#buffer.push(...events);
    this.stop();
  }

  /** Ends the present or the next wait for an arrival. */
  stop(): void {
    this.#isDisturbed = true;
    this.#wake?.();
  }

  /** Buffered events that directly follow `last`; undefined when the store has to be asked. */
  take(last: number): readonly RunEvent[] | undefined {
    const buffer = this.#buffer;
    this.#buffer = [];
    const fresh = buffer.filter((event) => event.n > last);
    return fresh[0]?.n === last + 1 ? fresh : undefined;
  }

  /** Resolves when something has happened since the last time, or after a while. */
  async arrival(atMostMs: number | undefined): Promise<void> {
    if (!this.#isDisturbed) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const timer = atMostMs === undefined ? undefined : setTimeout(resolve, atMostMs);
      await promise;
      clearTimeout(timer);
      this.#wake = undefined;
    }
    this.#isDisturbed = false;
  }
}

function notify(listener: EventListener, event: RunEvent): void {
  try {
    listener(event);
  } catch (error) {
    // A listener's fault is not the run's; it surfaces as an uncaught error of its own.
    queueMicrotask(() => {
      throw error;
    });
  }
}
