import type { ComponentContext } from '../component.ts';
import type { FeedClient, Subscribe } from '../live/feed-client.ts';
import { FeedEvent } from '../live/feed-event.ts';
import { Listeners } from '../live/listeners.ts';
import type { ReplyPort } from '../reply-port.ts';
import { RingBuffer } from '../ring-buffer.ts';
import { DataflowComponent } from './dataflow-component.ts';
import type { Message } from './message.ts';

export interface LiveFeedOptions {
  readonly type: string;
  /** The name that messages have as events; clients that are told none listen to `message`. */
  readonly event?: string | undefined;
  /** How many messages are kept for clients that come back. */
  readonly keep: number;
}

/**
 * Sends messages to whoever listens. Nobody who reads slowly holds messages up: he is cut off, and comes back for what is kept.
 * Numbers begin with the instant of the start, so that they grow from one process to the next.
 */
export class LiveFeed<Value> extends DataflowComponent<Value> {
  readonly subscriptions: ReplyPort<Subscribe, ReadableStream<Uint8Array>>;
  readonly #event: string | undefined;
  readonly #keep: number;
  readonly #kept = new RingBuffer<FeedEvent>();
  readonly #listeners = new Listeners();
  #latest = 0;

  constructor(name: string, options: LiveFeedOptions) {
    super(name, options);
    this.#event = options.event;
    this.#keep = options.keep;
    this.subscriptions = this.replies(
      'subscriptions',
      (wish: Subscribe) =>
        this.#listeners.join(wish, this.#latest, (client, after) => this.#catchUp(client, after)),
      { type: 'Subscribe' },
    );
  }

  override setup(context: ComponentContext): void | Promise<void> {
    this.#latest = Math.max(this.#latest, context.clock.now());
    return super.setup(context);
  }

  override async process(context: ComponentContext): Promise<void> {
    this.#listeners.open(context.metrics);
    try {
      await super.process(context);
    } finally {
      this.#listeners.end();
    }
  }

  protected override handle({ value }: Message<Value>): void {
    this.#latest += 1;
    const event = new FeedEvent(this.#latest, this.#event, value);
    this.#kept.push(event);
    if (this.#kept.size > this.#keep) this.#kept.shift();
    this.#listeners.send(event);
  }

  /** Sends what was missed and is kept, as fast as the client reads. */
  async #catchUp(client: FeedClient, after: number): Promise<void> {
    let cursor = after;
    while (client.isOpen && cursor < this.#latest) {
      for (const event of this.#kept.toArray()) {
        if (event.number <= cursor) continue;
        if (!client.isOpen) return;
        client.offer(event);
        cursor = event.number;
        await client.room();
      }
      // What is not kept any more is gone.
      if (this.#kept.size === 0) break;
    }
    client.isLive = true;
  }
}
