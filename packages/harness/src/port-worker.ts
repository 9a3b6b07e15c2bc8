import { DELIVERED } from './event-loop.ts';
import type { Reader } from './port-reader.ts';
import type { ReceivePort } from './receive-port.ts';

/**
 * Hands the messages of a receive port to a handler, one at a time. While the handler returns nothing to wait for, whatever
 * is queued is handled in one go, without a promise or a turn of the event loop in between.
 */
export class PortWorker<Message> implements Reader {
  readonly #port: ReceivePort<Message>;
  readonly #handler: (message: Message) => unknown;
  readonly #attempts: number;
  readonly #finished = Promise.withResolvers<void>();
  readonly wasLeft = false;
  isHolding = false;
  #hasEnded = false;

  constructor(port: ReceivePort<Message>, handler: (message: Message) => unknown, attempts: number) {
    this.#port = port;
    this.#handler = handler;
    this.#attempts = attempts;
  }

  /** Works until the stream ends. Never rejects. */
  work(): Promise<void> {
    this.wake();
    return this.#finished.promise;
  }

  wake(): void {
    const port = this.#port;
    const handler = this.#handler;
    this.isHolding = true;
    for (let binding = port.ready(); binding !== undefined; binding = port.ready()) {
      const message = binding.take();
      let outcome: unknown;
      try {
        outcome = handler(message);
      } catch (error) {
        outcome = Promise.reject(error);
      }
      if (outcome === undefined || outcome === DELIVERED || !isThenable(outcome)) continue;
      void this.#follow(message, outcome);
      return;
    }
    this.isHolding = false;
    if (this.#hasEnded || port.isEnded) this.end();
    else port.wait(this);
  }

  /** Nothing: the handler goes on, and its failure is dealt with here. */
  interrupt(): void {}

  end(): void {
    this.#hasEnded = true;
    if (!this.isHolding) this.#port.forget(this);
    this.#finished.resolve();
  }

  async #follow(message: Message, first: PromiseLike<unknown>): Promise<void> {
    let outcome: unknown = first;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await outcome;
        break;
      } catch (error) {
        if (attempt >= this.#attempts) {
          this.#port.reject(message, error, attempt);
          break;
        }
      }
      outcome = new Promise((resolve) => resolve(this.#handler(message)));
    }
    this.isHolding = false;
    if (this.#hasEnded) this.end();
    else this.wake();
  }
}

function isThenable(outcome: unknown): outcome is PromiseLike<unknown> {
  return typeof outcome === 'object' && outcome !== null && 'then' in outcome;
}
