import type { ComponentMetrics, Gauge } from '../component-metrics.ts';
import { FeedClient, type Subscribe } from './feed-client.ts';
import type { FeedEvent } from './feed-event.ts';
import { HEARTBEAT_MS } from './feed-format.ts';

/** Those who listen to a feed. */
export class Listeners {
  readonly #clients = new Set<FeedClient>();
  #heartbeat: NodeJS.Timeout | undefined;
  #gauge: Gauge | undefined;

  /** Keeps connections alive, until the listeners are told that it is over. */
  open(metrics: ComponentMetrics): void {
    this.#gauge = metrics.gauge('listeners', 'Clients that listen now.');
    this.#heartbeat = setInterval(() => {
      for (const client of this.#clients) client.beat();
    }, HEARTBEAT_MS);
  }

  /** Takes a client in. It gets what it has missed by `catchUp`, and from then on what is sent to all. */
  join(
    wish: Subscribe,
    latest: number,
    catchUp: (client: FeedClient, after: number) => Promise<void>,
  ): ReadableStream<Uint8Array> {
    const end = (): void => client.end();
    const client = new FeedClient(wish, () => {
      wish.signal.removeEventListener('abort', end);
      this.#clients.delete(client);
      this.#gauge?.set(this.#clients.size);
    });
    wish.signal.addEventListener('abort', end);
    this.#clients.add(client);
    this.#gauge?.set(this.#clients.size);
    if (wish.after === undefined || wish.after >= latest) client.isLive = true;
    else void catchUp(client, wish.after).catch(() => client.end());
    return client.stream;
  }

  send(event: FeedEvent): void {
    for (const client of this.#clients) if (client.isLive) client.offer(event);
  }

  end(): void {
    clearInterval(this.#heartbeat);
    for (const client of this.#clients) client.end();
  }
}
