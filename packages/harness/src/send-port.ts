import { DELIVERED } from './event-loop.ts';
import { Port } from './port.ts';
import { allDelivered, type StreamBinding } from './stream-binding.ts';

/** The sending end of streams. Each message goes to every binding whose condition holds for it. */
export class SendPort<in out Message> extends Port {
  override readonly kind = 'send';
  readonly #bindings: StreamBinding<Message>[] = [];
  #only: StreamBinding<Message> | undefined;

  /**
   * Sends a message. Resolves when every binding that takes it has room, so awaiting it is back-pressure; not awaiting it
   * means an unbounded queue. Without a binding the message is dropped. Rejects with `PortClosedError` after the stop.
   */
  send(message: Message): Promise<void> {
    if (this.#only !== undefined) return this.#only.push(message);
    const takers = this.#takers(message);
    if (takers.length === 0) return DELIVERED;
    return allDelivered(takers.map((binding) => binding.push(message)));
  }

  /** Sends one message after the other, waiting only where there is no room. */
  async sendAll(messages: Iterable<Message>): Promise<void> {
    for (const message of messages) {
      const sent = this.send(message);
      if (sent !== DELIVERED) await sent;
    }
  }

  /** Sends only when that does not have to wait: `false` means no binding got the message. */
  trySend(message: Message): boolean {
    const takers = this.#takers(message);
    if (!takers.every((binding) => binding.hasRoom)) return false;
    for (const binding of takers) void binding.push(message);
    return true;
  }

  /** @internal */
  get bindings(): readonly StreamBinding<Message>[] {
    return this.#bindings;
  }

  /** @internal */
  bind(binding: StreamBinding<Message>): void {
    this.#bindings.push(binding);
    this.#only = this.#bindings.length === 1 && binding.when === undefined ? binding : undefined;
  }

  /** @internal */
  close(): void {
    for (const binding of this.#bindings) binding.close();
  }

  #takers(message: Message): StreamBinding<Message>[] {
    return this.#bindings.filter(({ when }) => {
      try {
        return when === undefined || when(message);
      } catch (error) {
        this.host?.deadLetter(this, message, error, 0);
        return false;
      }
    });
  }
}
