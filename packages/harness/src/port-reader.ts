import type { ReceivePort } from './receive-port.ts';

/** Whoever takes messages from a port: a loop or a worker. */
export interface Reader {
  /** A message was taken and is not done with. */
  readonly isHolding: boolean;
  /** A loop was left with a message in hand. */
  readonly wasLeft: boolean;
  /** There is a message for the reader, which waits. */
  wake(): void;
  /** The component failed; when a loop was left, with the message in hand of that loop only. */
  interrupt(error: unknown, onlyLeft: boolean): void;
  /** There are no more messages for the reader. */
  end(): void;
}

const END: IteratorResult<never, undefined> = { done: true, value: undefined };

/** One `for await` loop over a receive port, with the message it has in hand: taken from the port, and not yet done with. */
export class PortReader<Message> implements AsyncIterator<Message, undefined>, Reader {
  readonly #port: ReceivePort<Message>;
  #message: Message | undefined;
  isHolding = false;
  wasLeft = false;
  #hasEnded = false;
  #resolve: ((result: IteratorResult<Message, undefined>) => void) | undefined;

  constructor(port: ReceivePort<Message>) {
    this.#port = port;
  }

  next(): Promise<IteratorResult<Message, undefined>> {
    this.isHolding = false;
    this.#message = undefined;
    if (!this.#hasEnded) {
      const binding = this.#port.ready();
      if (binding !== undefined) return Promise.resolve(this.#hold(binding.take()));
      if (!this.#port.isEnded) return this.#wait();
      this.end();
    }
    return Promise.resolve(END);
  }

  /** Called by the language when a loop is left before its end. Whether that was an error is not known yet. */
  return(): Promise<IteratorResult<Message, undefined>> {
    this.wasLeft = this.isHolding;
    this.#hasEnded = true;
    if (!this.wasLeft) this.#port.forget(this);
    this.#resolve?.(END);
    return Promise.resolve(END);
  }

  wake(): void {
    const binding = this.#hasEnded ? undefined : this.#port.ready();
    if (binding !== undefined) this.#resolve?.(this.#hold(binding.take()));
  }

  interrupt(error: unknown, onlyLeft: boolean): void {
    if (!this.isHolding || (onlyLeft && !this.wasLeft)) return;
    this.#port.reject(this.#message as Message, error);
    this.isHolding = false;
  }

  end(): void {
    this.#hasEnded = true;
    if (!this.isHolding || this.wasLeft) this.#port.forget(this);
    this.#resolve?.(END);
  }

  #hold(message: Message): IteratorResult<Message, undefined> {
    this.#message = message;
    this.isHolding = true;
    return { done: false, value: message };
  }

  #wait(): Promise<IteratorResult<Message, undefined>> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#port.wait(this);
    });
  }
}
