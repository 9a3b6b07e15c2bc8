import { beat, opening } from './server-sent-events.ts';

/** What a client that reads slowly may have waiting; beyond it, it is dropped, and comes back for what it missed. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** One listener and what waits for it. */
export class FeedClient {
  readonly stream: ReadableStream<Uint8Array>;
  /** Whether it has everything that was stored so far. */
  isLive = false;
  isOpen = true;
  readonly #accepts: (facts: unknown) => boolean;
  readonly #left: () => void;
  #read = Promise.withResolvers<void>();
  #controller!: ReadableStreamDefaultController<Uint8Array>;

  constructor(accepts: (facts: unknown) => boolean, left: () => void) {
    this.#accepts = accepts;
    this.#left = left;
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
          controller.enqueue(opening);
        },
        pull: () => this.#read.resolve(),
        cancel: () => this.#leave(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: MAX_WAITING_BYTES }),
    );
  }

  offer(facts: unknown, chunk: Uint8Array): void {
    if (this.isOpen && this.#accepts(facts)) this.#write(chunk);
  }

  /** Resolves once what waits for the client is so little that more may be offered. */
  async room(): Promise<void> {
    while (this.isOpen && (this.#controller.desiredSize ?? 0) < MAX_WAITING_BYTES / 2) {
      this.#read = Promise.withResolvers();
      await this.#read.promise;
    }
  }

  beat(): void {
    if (this.isOpen) this.#write(beat);
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
