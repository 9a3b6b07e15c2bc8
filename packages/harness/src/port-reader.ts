import type { ReceivePort } from './receive-port.ts';

const END: IteratorResult<never, undefined> = { done: true, value: undefined };

/** One loop over a receive port, with the message it has in hand: taken from the port, and not yet done with. */
export class PortReader<Message> implements AsyncIterator<Message, undefined> {
  readonly #port: ReceivePort<Message>;
  /** Whether failures of single messages are dealt with by whoever reads, rather than by the component's restart. */
  readonly isManaged: boolean;
  message: Message | undefined;
  failures = 0;
  isHolding = false;
  wasLeft = false;
  #hasEnded = false;
  #resolve: ((result: IteratorResult<Message, undefined>) => void) | undefined;

  constructor(port: ReceivePort<Message>, isManaged: boolean) {
    this.#port = port;
    this.isManaged = isManaged;
  }

  next(): Promise<IteratorResult<Message, undefined>> {
    if (this.take()) return Promise.resolve({ done: false, value: this.message as Message });
    if (this.#hasEnded || this.#port.isEnded) {
      this.end();
      return Promise.resolve(END);
    }
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#port.wait(this);
    });
  }

  /** Called by the language when a loop is left before its end. Whether that was an error is not known yet. */
  return(): Promise<IteratorResult<Message, undefined>> {
    this.wasLeft = this.isHolding;
    this.#hasEnded = true;
    if (!this.wasLeft) this.#port.forget(this);
    return Promise.resolve(END);
  }

  /** Lets go of the message in hand and takes the next one, if there is one. */
  take(): boolean {
    this.message = undefined;
    this.isHolding = false;
    return !this.#hasEnded && this.#port.give(this);
  }

  hold(message: Message, failures: number): void {
    this.message = message;
    this.failures = failures;
    this.isHolding = true;
  }

  /** Ends the wait, when there is a message. */
  proceed(): boolean {
    if (!this.take()) return false;
    this.#resolve?.({ done: false, value: this.message as Message });
    this.#resolve = undefined;
    return true;
  }

  end(): void {
    this.#hasEnded = true;
    this.#port.forget(this);
    this.#resolve?.(END);
    this.#resolve = undefined;
  }
}
