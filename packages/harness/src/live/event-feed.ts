import { type ComponentContext, HarnessComponent } from '../component.ts';
import type { Awaitable } from '../flows/flow.ts';
import type { WatchChanges } from '../flows/job-runner.ts';
import type { ReplyPort } from '../reply-port.ts';
import type { RequestPort } from '../request-port.ts';
import { FeedClient } from './feed-client.ts';
import { eventChunk, HEARTBEAT_MS } from './server-sent-events.ts';

/** An event as it is kept: numbered without gaps, in the order in which events were stored. */
export interface KeptEvent {
  readonly number: number;
  /** With the name of the event as `event`. */
  readonly facts: unknown;
}

/** The table of kept events inside a transaction. */
export interface EventTable {
  list(query: EventQuery): Awaitable<{ readonly items: readonly KeptEvent[] }>;
}

export interface EventQuery {
  readonly where: { readonly number?: { readonly above: number } };
  readonly sort: 'number' | '-number';
  readonly limit: number;
  readonly offset: number;
}

/** A wish for events, as they come. */
export interface Subscribe {
  readonly accepts: (facts: unknown) => boolean;
  /** The number of the last event that was seen: what came after it comes first. */
  readonly after?: number | undefined;
  /** Ends the stream. */
  readonly signal: AbortSignal;
}

const PAGE = 500;

/** Sends stored events to whoever listens, as server-sent events: first those that were missed, then each as it is stored. */
export abstract class EventFeed<Tables> extends HarnessComponent {
  readonly store: RequestPort<(tables: Tables) => unknown, unknown> = this.requests('store', {
    type: 'Transaction',
  });
  readonly changes: RequestPort<WatchChanges, number> = this.requests('changes', { type: 'WatchChanges' });
  readonly subscriptions: ReplyPort<Subscribe, ReadableStream<Uint8Array>> = this.replies(
    'subscriptions',
    (wish: Subscribe) => this.#subscribe(wish),
    { type: 'Subscribe' },
  );
  readonly #events: (tables: Tables) => EventTable;
  readonly #clients = new Set<FeedClient>();
  #latest = 0;

  constructor(name: string, events: (tables: Tables) => EventTable) {
    super(name);
    this.#events = events;
  }

  override async setup(): Promise<void> {
    const [last] = await this.#list({ where: {}, sort: '-number', limit: 1, offset: 0 });
    this.#latest = last?.number ?? 0;
  }

  override async process({ signal, metrics }: ComponentContext): Promise<void> {
    const listeners = metrics.gauge('listeners', 'Clients that listen now.');
    const heartbeat = setInterval(() => {
      for (const client of this.#clients) client.beat();
    }, HEARTBEAT_MS);
    let seen = 0;
    while (!signal.aborted) {
      seen = await this.changes.request({ seen }, { signal }).catch(() => seen);
      if (!signal.aborted) await this.#sendNew();
      listeners.set(this.#clients.size);
    }
    clearInterval(heartbeat);
    for (const client of this.#clients) client.end();
  }

  #subscribe({ accepts, after, signal }: Subscribe): ReadableStream<Uint8Array> {
    const client = new FeedClient(accepts, () => this.#clients.delete(client));
    signal.addEventListener('abort', () => client.end(), { once: true });
    this.#clients.add(client);
    if (after === undefined || after >= this.#latest) client.isLive = true;
    else void this.#catchUp(client, after);
    return client.stream;
  }

  /** Sends what was missed, until nothing is left of it; from then on the client gets events as they are stored. */
  async #catchUp(client: FeedClient, after: number): Promise<void> {
    try {
      let cursor = after;
      while (client.isOpen && cursor < this.#latest) {
        const latest = this.#latest;
        const missed = (await this.#after(cursor)).filter(({ number }) => number <= latest);
        for (const event of missed) client.offer(event.facts, chunkOf(event));
        cursor = missed.at(-1)?.number ?? latest;
      }
      client.isLive = true;
    } catch {
      client.end();
    }
  }

  async #sendNew(): Promise<void> {
    for (;;) {
      const events = await this.#after(this.#latest);
      for (const event of events) {
        const chunk = chunkOf(event);
        for (const client of this.#clients) if (client.isLive) client.offer(event.facts, chunk);
        this.#latest = event.number;
      }
      if (events.length < PAGE) return;
    }
  }

  #after(number: number): Promise<readonly KeptEvent[]> {
    return this.#list({ where: { number: { above: number } }, sort: 'number', limit: PAGE, offset: 0 });
  }

  async #list(query: EventQuery): Promise<readonly KeptEvent[]> {
    const page = await this.store.request((tables) => this.#events(tables).list(query));
    return (page as { readonly items: readonly KeptEvent[] }).items;
  }
}

function chunkOf({ number, facts }: KeptEvent): Uint8Array {
  const { event, ...data } = facts as { readonly event: string };
  return eventChunk(number, event, data);
}
