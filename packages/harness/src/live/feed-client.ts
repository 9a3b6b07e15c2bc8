import type { FeedEvent } from './feed-event.ts';
import { type FeedFormat, formats } from './feed-format.ts';

/** What a client that reads slowly may have waiting; beyond it, it is dropped, and comes back for what it missed. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** A wish for events, as they come. */
export interface Subscribe {
  readonly accepts: (facts: unknown) => boolean;
  /** The number of the last event that was seen: what came after it comes first. */
  readonly after?: number | undefined;
  /** Each chunk of the stream is one event; server-sent events when left out. */
  readonly format?: FeedFormat;
  /** Ends the stream. */
  readonly signal: AbortSignal;
}

/** One listener and what waits for it. */
export class FeedClient {
  readonly stream: ReadableStream<Uint8Array>;
  /** Whether it has everything that was stored so far. */
  isLive = false;
  isOpen = true;
  readonly #accepts: (facts: unknown) => boolean;
  readonly #format: FeedFormat;
  readonly #left: () => void;
  #read = Promise.withResolvers<void>();
  #controller!: ReadableStreamDefaultController<Uint8Array>;

  constructor({ accepts, format = 'event-stream' }: Subscribe, left: () => void) {
    this.#accepts = accepts;
    this.#format = format;
    this.#left = left;
    const { opening } = formats[format];
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
          if (opening !== undefined) controller.enqueue(opening);
        },
        pull: () => this.#read.resolve(),
        cancel: () => this.#leave(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: MAX_WAITING_BYTES }),
    );
  }

  offer(event: FeedEvent): void {
    if (this.isOpen && this.#accepts(event.facts)) this.#write(event.chunk(this.#format));
  }

  /** Resolves once what waits for the client is so little that more may be offered. */
  async room(): Promise<void> {
    while (this.isOpen && (this.#controller.desiredSize ?? 0) < MAX_WAITING_BYTES / 2) {
      this.#read = Promise.withResolvers();
      await this.#read.promise;
    }
  }

  beat(): void {
    if (this.isOpen) this.#write(formats[this.#format].beat);
  }

  end(): void {
    if (!this.isOpen) return;
    this.#leave();
    this.#controller.close();
  }

  #write(chunk: Uint8Array): void {
    this.#controller.enqueue(chunk);
    if ((this.#controller.desiredSize ?? 0) > 0) return;
    this.#leave();
    this.#controller.error(new Error('The client reads too slowly.'));
  }

  #leave(): void {
    this.isOpen = false;
    this.#read.resolve();
    this.#left();
  }
}
