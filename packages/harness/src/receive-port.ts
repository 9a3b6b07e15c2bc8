import { Port, type PortOptions } from './port.ts';
import { PortReader, type Reader } from './port-reader.ts';
import { PortWorker } from './port-worker.ts';
import { RingBuffer } from './ring-buffer.ts';
import type { StreamBinding } from './stream-binding.ts';

export interface ReceiveOptions extends PortOptions {
  /** How many messages may wait per binding; 64 by default. 0 makes each sender wait until its message is taken. */
  readonly buffer?: number;
}

export interface ForEachOptions {
  /** How many messages are handled at the same time; 1 by default, which keeps their order. */
  readonly concurrency?: number;
  /** How often handling a message is tried, at once, before it becomes a dead letter; 1 by default. */
  readonly attempts?: number;
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
  readonly #bindings: StreamBinding<Message>[] = [];
  readonly #readers = new Set<Reader>();
  readonly #waiting = new RingBuffer<Reader>();
  #only: StreamBinding<Message> | undefined;
  #openBindings = 0;
  #isWakeUpDue = false;
  #turn = 0;
  /** @internal Whether a message that is queued now has to wake somebody. */
  isIdle = false;
  #discardReason: Error | undefined;

  /** @internal */
  constructor(component: string, name: string, options: ReceiveOptions) {
    super(component, name, options);
    this.buffer = options.buffer ?? 64;
  }

  [Symbol.asyncIterator](): AsyncIterator<Message, undefined> {
    return this.#add(new PortReader(this));
  }

  /**
   * Handles every message until the stream ends. Never rejects. Faster than a loop: a handler that is done when it returns
   * costs no promise.
   */
  async forEach(handler: (message: Message) => unknown, options: ForEachOptions = {}): Promise<void> {
    const { concurrency = 1, attempts = 1 } = options;
    const workers = Array.from({ length: concurrency }, () =>
      this.#add(new PortWorker(this, handler, attempts)),
    );
    await Promise.all(workers.map((worker) => worker.work()));
  }

  /** Records a message as a dead letter, for loops that catch the errors of single messages themselves. */
  reject(message: Message, error: unknown, attempts = 1): void {
    this.host?.deadLetter(this, message, error, attempts);
  }

  /** @internal */
  get bindings(): readonly StreamBinding<Message>[] {
    return this.#bindings;
  }

  /** @internal How many messages wait. */
  get depth(): number {
    return this.#bindings.reduce((sum, binding) => sum + binding.depth, 0);
  }

  /** @internal No message waits or is being handled. */
  get isQuiet(): boolean {
    return this.depth === 0 && ![...this.#readers].some(({ isHolding, wasLeft }) => isHolding && !wasLeft);
  }

  /** @internal No message will be queued any more. */
  get isEnded(): boolean {
    return this.#openBindings === 0;
  }

  /** @internal Whether a loop was left with a message in hand, which tells what message an error is about. */
  get hasLeftReader(): boolean {
    return [...this.#readers].some(({ wasLeft }) => wasLeft);
  }

  /** @internal */
  bind(binding: StreamBinding<Message>): void {
    this.#bindings.push(binding);
    this.#only = this.#bindings.length === 1 ? binding : undefined;
    this.#openBindings += 1;
  }

  /**
   * @internal A message was queued. Readers wake when the senders have nothing more to do at the moment, so that one
   * wake-up serves many messages.
   */
  wakeSoon(): void {
    this.isIdle = false;
    this.#isWakeUpDue = true;
    process.nextTick(this.#wakeUp);
  }

  /** @internal A sender would have to wait. Readers that are idle take what there is first. */
  wakeNow(): void {
    if (this.#discardReason !== undefined) this.#discardQueued(this.#discardReason);
    while (this.#waiting.size > 0 && this.depth > 0) this.#waiting.shift().wake();
  }

  /** @internal The binding to take the next message from. */
  ready(): StreamBinding<Message> | undefined {
    const only = this.#only;
    if (only !== undefined) return only.depth > 0 ? only : undefined;
    const count = this.#bindings.length;
    for (let tried = 0; tried < count; tried += 1) {
      this.#turn = this.#turn + 1 < count ? this.#turn + 1 : 0;
      const binding = this.#bindings[this.#turn] as StreamBinding<Message>;
      if (binding.depth > 0) return binding;
    }
    return undefined;
  }

  /** @internal */
  wait(reader: Reader): void {
    this.#waiting.push(reader);
    this.isIdle = !this.#isWakeUpDue;
  }

  /** @internal */
  forget(reader: Reader): void {
    this.#readers.delete(reader);
  }

  /** @internal */
  bindingClosed(): void {
    this.#openBindings -= 1;
    this.#endIfDone();
  }

  /** @internal `process` failed: its loops end, and their messages have failed with it. */
  interrupt(error: unknown, onlyLeft: boolean): void {
    for (const reader of this.#readers) reader.interrupt(error, onlyLeft);
    this.#endReaders();
  }

  /** @internal `process` returned: what nobody reads becomes dead letters. */
  abandon(reason: Error): void {
    const isRead = [...this.#readers].some(({ wasLeft }) => !wasLeft);
    if (!isRead) this.discard(reason);
  }

  /** @internal What waits and what still comes become dead letters. Returns how many waited. */
  discard(reason: Error): number {
    const { depth } = this;
    this.#discardReason = reason;
    this.isIdle = true;
    this.#endReaders();
    this.#discardQueued(reason);
    return depth;
  }

  #add<R extends Reader>(reader: R): R {
    for (const other of this.#readers) {
      if (other.wasLeft) this.#readers.delete(other);
    }
    this.#readers.add(reader);
    return reader;
  }

  readonly #wakeUp = (): void => {
    this.#isWakeUpDue = false;
    this.wakeNow();
    this.isIdle = this.#waiting.size > 0 || this.#discardReason !== undefined;
    this.#endIfDone();
  };

  #endIfDone(): void {
    if (!this.isEnded || this.depth > 0) return;
    while (this.#waiting.size > 0) this.#waiting.shift().end();
  }

  #endReaders(): void {
    while (this.#waiting.size > 0) this.#waiting.shift();
    for (const reader of this.#readers) reader.end();
  }

  #discardQueued(reason: Error): void {
    for (let binding = this.ready(); binding !== undefined; binding = this.ready()) {
      this.reject(binding.take(), reason, 0);
    }
  }
}
