import { PortClosedError } from './errors.ts';
import { DELIVERED, deliveredInTurn } from './event-loop.ts';
import type { ReceivePort } from './receive-port.ts';
import { RingBuffer } from './ring-buffer.ts';
import type { SendPort } from './send-port.ts';

export interface StreamBindingOptions<Message> {
  /** How many messages may wait in this binding; the receive port's own `buffer` by default. */
  readonly buffer?: number;
  /** Only messages for which this holds take the binding. */
  readonly when?: (message: Message) => boolean;
}

/** So often a sender gives way to timers and I/O, if need be. */
const SENDS_PER_LOOK = 64;

/**
 * One binding from a send port to a receive port: a bounded queue. A message always enters the queue; the sender of one
 * that exceeds the bound waits until the queue has drained to half of it, so that senders wake once for many messages.
 */
export class StreamBinding<Message> {
  readonly from: SendPort<Message>;
  readonly to: ReceivePort<Message>;
  readonly label: string;
  readonly buffer: number;
  readonly when: ((message: Message) => boolean) | undefined;
  readonly #queue = new RingBuffer<Message>();
  #room: PromiseWithResolvers<void> | undefined;
  /** How many messages may be queued without further ado: none once the binding is closed. */
  #limit: number;
  isClosed = false;
  waits = 0;

  constructor(from: SendPort<Message>, to: ReceivePort<Message>, options: StreamBindingOptions<Message>) {
    this.from = from;
    this.to = to;
    this.label = `${from.path}->${to.path}`;
    this.buffer = options.buffer ?? to.buffer;
    this.when = options.when;
    this.#limit = this.buffer;
  }

  get depth(): number {
    return this.#queue.size;
  }

  /** How many messages were sent. */
  get messages(): number {
    return this.#queue.pushed;
  }

  get hasRoom(): boolean {
    return !this.isClosed && (this.depth < this.buffer || this.to.isIdle);
  }

  push(message: Message): Promise<void> {
    if (this.#queue.size >= this.#limit) return this.#pushBeyond(message);
    this.#queue.push(message);
    if (this.to.isIdle) this.to.wakeSoon();
    return this.#queue.pushed % SENDS_PER_LOOK === 0 ? deliveredInTurn() : DELIVERED;
  }

  /** The oldest message. Only called while `depth` is above 0. */
  take(): Message {
    const message = this.#queue.shift();
    if (this.#room !== undefined && this.#queue.size <= this.buffer >> 1) {
      this.#room.resolve();
      this.#room = undefined;
    }
    return message;
  }

  /** A receiver that is idle takes what there is at once, in which case nobody waits. */
  #pushBeyond(message: Message): Promise<void> {
    if (this.isClosed) {
      return Promise.reject(new PortClosedError(`${this.from.path} is closed: its component has stopped.`));
    }
    this.#queue.push(message);
    this.to.wakeNow();
    if (this.#queue.size > this.buffer) return this.#waitForRoom();
    return this.#queue.pushed % SENDS_PER_LOOK === 0 ? deliveredInTurn() : DELIVERED;
  }

  #waitForRoom(): Promise<void> {
    this.waits += 1;
    this.#room ??= Promise.withResolvers();
    return this.#room.promise;
  }

  /** No message follows; what is queued can still be taken. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#limit = 0;
    this.to.bindingClosed();
  }
}

/** Resolves once every one of these sends found room. */
export function allDelivered(sends: readonly Promise<void>[]): Promise<void> {
  const waiting = sends.filter((send) => send !== DELIVERED);
  if (waiting.length === 0) return DELIVERED;
  return waiting.length === 1 ? (waiting[0] as Promise<void>) : Promise.all(waiting).then(() => undefined);
}
