import { DELIVERED } from './event-loop.ts';
import { Port, type PortOptions } from './port.ts';
import { PortReader } from './port-reader.ts';
import { RingBuffer } from './ring-buffer.ts';
import type { StreamBinding } from './stream-binding.ts';

export interface ReceiveOptions extends PortOptions {
  /** How many messages may wait per binding; 64 by default. 0 makes each sender wait until its message is taken. */
  readonly buffer?: number;
  /** How often handling a message is tried before it becomes a dead letter; 1 by default. */
  readonly attempts?: number;
}

export interface ForEachOptions {
  /** How many messages are handled at the same time; 1 by default, which keeps their order. */
  readonly concurrency?: number;
}

/**
 * The receiving end of streams: an async iterable that ends when all its senders have stopped. Messages of one binding
 * come in the order they were sent; several bindings take turns.
 *
 * An error that leaves a `for await` loop and then `process` makes the message in hand a dead letter and restarts the
 * component. An error in a `forEach` handler makes the message a dead letter, and the next one is handled.
 */
export class ReceivePort<in out Message> extends Port implements AsyncIterable<Message> {
  override readonly kind = 'receive';
  readonly buffer: number;
  readonly attempts: number;
  readonly #bindings: StreamBinding<Message>[] = [];
  readonly #retries = new RingBuffer<{ readonly message: Message; readonly failures: number }>();
  readonly #readers = new Set<PortReader<Message>>();
  readonly #waiting = new RingBuffer<PortReader<Message>>();
  #openBindings = 0;
  #turn = 0;
  #isWaking = false;
  #discardReason: Error | undefined;

  /** @internal */
  constructor(component: string, name: string, options: ReceiveOptions) {
    super(component, name, options);
    this.buffer = options.buffer ?? 64;
    this.attempts = options.attempts ?? 1;
  }

  [Symbol.asyncIterator](): AsyncIterator<Message, undefined> {
    return this.#read(false);
  }

  /** Handles every message until the stream ends. Faster than a loop: a handler that has nothing to await costs no promise. */
  async forEach(handler: (message: Message) => unknown, options: ForEachOptions = {}): Promise<void> {
    const { concurrency = 1 } = options;
    await Promise.all(Array.from({ length: concurrency }, () => this.#work(handler)));
  }

  /** Records a message as a dead letter, for loops that catch the errors of single messages themselves. */
  reject(message: Message, error: unknown): void {
    this.host?.deadLetter(this, message, error, 1);
  }

  /** @internal */
  get bindings(): readonly StreamBinding<Message>[] {
    return this.#bindings;
  }

  /** @internal No message is queued or being handled. */
  get isQuiet(): boolean {
    return this.depth === 0 && ![...this.#readers].some((reader) => reader.isHolding && !reader.wasLeft);
  }

  /** @internal */
  get depth(): number {
    return this.#bindings.reduce((sum, binding) => sum + binding.depth, this.#retries.size);
  }

  /** @internal */
  get isEnded(): boolean {
    return this.#openBindings === 0;
  }

  /** @internal */
  get isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** @internal Whether a loop was left with a message in hand, which tells what message an error is about. */
  get hasLeftReader(): boolean {
    return [...this.#readers].some((reader) => reader.wasLeft);
  }

  /** @internal */
  bind(binding: StreamBinding<Message>): void {
    this.#bindings.push(binding);
    this.#openBindings += 1;
  }

  /**
   * @internal A message was queued. Readers wake when the senders have nothing more to do at the moment, so that one
   * wake-up serves many messages.
   */
  queued(): void {
    if (this.#discardReason !== undefined) this.#discardQueued(this.#discardReason);
    else if (this.#waiting.size > 0 && !this.#isWaking) {
      this.#isWaking = true;
      process.nextTick(this.#wake);
    }
  }

  /** @internal Puts the next message into the reader's hand, if there is one. */
  give(reader: PortReader<Message>): boolean {
    if (this.#retries.size > 0) return this.#giveRetry(reader);
    const count = this.#bindings.length;
    for (let tried = 0; tried < count; tried += 1) {
      this.#turn = this.#turn + 1 < count ? this.#turn + 1 : 0;
      const binding = this.#bindings[this.#turn] as StreamBinding<Message>;
      if (binding.depth === 0) continue;
      reader.hold(binding.take(), 0);
      return true;
    }
    return false;
  }

  /** @internal */
  wait(reader: PortReader<Message>): void {
    this.#waiting.push(reader);
  }

  /** @internal */
  forget(reader: PortReader<Message>): void {
    this.#readers.delete(reader);
  }

  /** @internal */
  bindingClosed(): void {
    this.#openBindings -= 1;
    if (this.#openBindings > 0) return;
    if (this.depth === 0) this.#endWaiting();
  }

  /** @internal `process` failed: its loops end, and their messages are tried again or become dead letters. */
  interrupt(error: unknown, onlyLeft: boolean): void {
    for (const reader of this.#readers) {
      if (reader.isHolding && !reader.isManaged && (reader.wasLeft || !onlyLeft)) this.#failed(reader, error);
    }
    this.#revokeReaders();
  }

  /** @internal `process` returned: what nobody reads becomes dead letters. */
  abandon(reason: Error): void {
    const isRead = [...this.#readers].some((reader) => !reader.wasLeft);
    if (!isRead) this.discard(reason);
  }

  /** @internal What is queued and what still comes become dead letters. Returns how many were queued. */
  discard(reason: Error): number {
    const { depth } = this;
    this.#discardReason = reason;
    this.#revokeReaders();
    this.#discardQueued(reason);
    return depth;
  }

  readonly #wake = (): void => {
    this.#isWaking = false;
    for (let reader = this.#waiting.shift(); reader !== undefined; reader = this.#waiting.shift()) {
      if (reader.proceed()) continue;
      this.#waiting.push(reader);
      if (this.isEnded) this.#endWaiting();
      return;
    }
  };

  #discardQueued(reason: Error): void {
    const drain = new PortReader<Message>(this, true);
    while (this.give(drain)) {
      this.host?.deadLetter(this, drain.message as Message, reason, drain.failures);
    }
  }

  #giveRetry(reader: PortReader<Message>): boolean {
    const retry = this.#retries.shift();
    if (retry !== undefined) reader.hold(retry.message, retry.failures);
    return retry !== undefined;
  }

  #read(isManaged: boolean): PortReader<Message> {
    for (const reader of this.#readers) {
      if (reader.wasLeft) this.#readers.delete(reader);
    }
    const reader = new PortReader(this, isManaged);
    this.#readers.add(reader);
    return reader;
  }

  async #work(handler: (message: Message) => unknown): Promise<void> {
    const reader = this.#read(true);
    while (!(await reader.next()).done) {
      do {
        try {
          const outcome = handler(reader.message as Message);
          if (outcome !== undefined && outcome !== DELIVERED && outcome instanceof Promise) await outcome;
        } catch (error) {
          this.#failed(reader, error);
        }
      } while (reader.take());
    }
  }

  #failed(reader: PortReader<Message>, error: unknown): void {
    const message = reader.message as Message;
    const failures = reader.failures + 1;
    if (failures < this.attempts) this.#retries.push({ message, failures });
    else this.host?.deadLetter(this, message, error, failures);
  }

  #endWaiting(): void {
    for (let reader = this.#waiting.shift(); reader !== undefined; reader = this.#waiting.shift())
      reader.end();
  }

  #revokeReaders(): void {
    this.#endWaiting();
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
  }
}
