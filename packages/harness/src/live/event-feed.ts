import { type ComponentContext, HarnessComponent } from '../component.ts';
import type { Awaitable } from '../flows/flow.ts';
import type { WatchChanges } from '../flows/job-runner.ts';
import type { ReplyPort } from '../reply-port.ts';
import type { RequestPort } from '../request-port.ts';
import type { FeedClient, Subscribe } from './feed-client.ts';
import { FeedEvent } from './feed-event.ts';
import { Listeners } from './listeners.ts';

/** An event as it is kept: numbered without gaps, in the order in which events were stored. */
export interface KeptEvent {
  readonly number: number;
  /** The name of the event as `event`, and what it tells as `data`. */
  readonly facts: unknown;
}

/** The table of kept events inside a transaction. */
export interface EventTable {
  list(query: EventQuery): Awaitable<{ readonly items: readonly KeptEvent[] }>;
}

export interface EventQuery {
  readonly where: { readonly number?: { readonly above: number } };
  readonly sort: readonly ['number' | '-number'];
  readonly limit: number;
  readonly offset: number;
}

const PAGE = 500;

/** Sends stored events to whoever listens, first those that were missed, then each as it is stored. */
export abstract class EventFeed<Tables> extends HarnessComponent {
  readonly store: RequestPort<(tables: Tables) => unknown, unknown> = this.requests('store', {
    type: 'Transaction',
  });
  readonly changes: RequestPort<WatchChanges, number> = this.requests('changes', { type: 'WatchChanges' });
  readonly subscriptions: ReplyPort<Subscribe, ReadableStream<Uint8Array>> = this.replies(
    'subscriptions',
    (wish: Subscribe) =>
      this.#listeners.join(wish, this.#latest, (client, after) => this.#catchUp(client, after)),
    { type: 'Subscribe' },
  );
  readonly #events: (tables: Tables) => EventTable;
  readonly #listeners = new Listeners();
  #latest = 0;

  constructor(name: string, events: (tables: Tables) => EventTable) {
    super(name);
    this.#events = events;
  }

  override async setup(): Promise<void> {
    const [last] = await this.#list({ where: {}, sort: ['-number'], limit: 1, offset: 0 });
    this.#latest = last?.number ?? 0;
  }

  override async process({ signal, metrics }: ComponentContext): Promise<void> {
    this.#listeners.open(metrics);
    let seen = 0;
    while (!signal.aborted) {
      seen = await this.changes.request({ seen }, { signal }).catch(() => seen);
      if (!signal.aborted) await this.#sendNew();
    }
    this.#listeners.end();
  }

  /** Sends what was missed as fast as the client reads, until nothing is left of it. */
  async #catchUp(client: FeedClient, after: number): Promise<void> {
    let cursor = after;
    while (client.isOpen && cursor < this.#latest) {
      const latest = this.#latest;
      const missed = (await this.#after(cursor)).filter(({ number }) => number <= latest);
      for (const event of missed) {
        client.offer(feedEvent(event));
        await client.room();
      }
      cursor = missed.at(-1)?.number ?? latest;
    }
    client.isLive = true;
  }

  async #sendNew(): Promise<void> {
    for (;;) {
      const events = await this.#after(this.#latest);
      for (const event of events) {
        this.#listeners.send(feedEvent(event));
        this.#latest = event.number;
      }
      if (events.length < PAGE) return;
    }
  }

  #after(number: number): Promise<readonly KeptEvent[]> {
    return this.#list({ where: { number: { above: number } }, sort: ['number'], limit: PAGE, offset: 0 });
  }

  async #list(query: EventQuery): Promise<readonly KeptEvent[]> {
    const page = await this.store.request((tables) => this.#events(tables).list(query));
    return (page as { readonly items: readonly KeptEvent[] }).items;
  }
}

function feedEvent({ number, facts }: KeptEvent): FeedEvent {
  const { event, data } = facts as { readonly event: string; readonly data: object };
  return new FeedEvent(number, event, data, facts);
}
