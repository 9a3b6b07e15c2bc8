import type { ComponentContext } from '../component.ts';
import type { Subscribe } from '../live/event-feed.ts';
import { FeedClient } from '../live/feed-client.ts';
import { eventChunk, HEARTBEAT_MS } from '../live/server-sent-events.ts';
import type { ReplyPort } from '../reply-port.ts';
import { RingBuffer } from '../ring-buffer.ts';
import { DataflowComponent } from './dataflow-component.ts';
import type { Message } from './message.ts';

export interface LiveFeedOptions {
  readonly type: string;
  /** The name that messages have as server-sent events; clients that are told none listen to `message`. */
  readonly event?: string | undefined;
  /** How many messages are kept for clients that come back. */
  readonly keep: number;
}

interface Sent<Value> {
  readonly number: number;
  readonly value: Value;
  readonly chunk: Uint8Array;
}

/**
 * Sends messages to whoever listens. Nobody who reads slowly holds messages up: he is cut off, and comes back for what is kept.
 * Numbers begin with the instant of the start, so that they grow from one process to the next.
 */
export class LiveFeed<Value> extends DataflowComponent<Value> {
  readonly subscriptions: ReplyPort<Subscribe, ReadableStream<Uint8Array>>;
  readonly #event: string | undefined;
  readonly #keep: number;
  readonly #kept = new RingBuffer<Sent<Value>>();
  readonly #clients = new Set<FeedClient>();
  #latest = 0;

  constructor(name: string, options: LiveFeedOptions) {
    super(name, options);
    this.#event = options.event;
    this.#keep = options.keep;
    this.subscriptions = this.replies('subscriptions', (wish: Subscribe) => this.#subscribe(wish), {
      type: 'Subscribe',
    });
  }

  override setup(context: ComponentContext): void | Promise<void> {
    this.#latest = Math.max(this.#latest, context.clock.now());
    return super.setup(context);
  }

  override async process(context: ComponentContext): Promise<void> {
    const listeners = context.metrics.gauge('listeners', 'Clients that listen now.');
    const heartbeat = setInterval(() => {
      for (const client of this.#clients) client.beat();
      listeners.set(this.#clients.size);
    }, HEARTBEAT_MS);
    try {
      await super.process(context);
    } finally {
      clearInterval(heartbeat);
      for (const client of this.#clients) client.end();
    }
  }

  protected override handle({ value }: Message<Value>): void {
    this.#latest += 1;
    const sent = { number: this.#latest, value, chunk: eventChunk(this.#latest, this.#event, value) };
    this.#kept.push(sent);
    if (this.#kept.size > this.#keep) this.#kept.shift();
    for (const client of this.#clients) if (client.isLive) client.offer(value, sent.chunk);
  }

  #subscribe({ accepts, after, signal }: Subscribe): ReadableStream<Uint8Array> {
    const client = new FeedClient(accepts, () => this.#clients.delete(client));
    signal.addEventListener('abort', () => client.end(), { once: true });
    this.#clients.add(client);
    if (after === undefined || after >= this.#latest) client.isLive = true;
    else void this.#catchUp(client, after);
    return client.stream;
  }

  /** Sends what was missed and is kept, as fast as the client reads. */
  async #catchUp(client: FeedClient, after: number): Promise<void> {
    let cursor = after;
    while (client.isOpen && cursor < this.#latest) {
      for (const { number, value, chunk } of this.#kept.toArray()) {
        if (number <= cursor) continue;
        if (!client.isOpen) return;
        client.offer(value, chunk);
        cursor = number;
        await client.room();
      }
      // What is not kept any more is gone.
      if (this.#kept.size === 0) break;
    }
    client.isLive = true;
  }
}
