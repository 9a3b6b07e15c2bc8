import type { ComponentContext } from '../component.ts';
import { HarnessComponent } from '../component.ts';
import { DELIVERED } from '../event-loop.ts';
import { OverloadedError } from '../errors.ts';
import { RingBuffer } from '../ring-buffer.ts';
import type { SendPort } from '../send-port.ts';
import type { Journal } from './journal.ts';
import { Message } from './message.ts';
import { type Receipt, VolatileReceipt } from './receipt.ts';

export interface SourceOptions {
  /** Name of the type of the messages. */
  readonly type: string;
  /** Where accepted messages are written down; without it they are gone when the process ends. */
  readonly journal?: Journal | undefined;
  /** How many accepted messages may wait to be sent; beyond that new ones are refused. 10,000 by default. */
  readonly backlog?: number | undefined;
}

/** Where messages enter the system. What it accepted is sent in that order, what is left of an earlier process first. */
export abstract class Source<Value> extends HarnessComponent {
  readonly out: SendPort<Message<Value>>;
  readonly #journal: Journal | undefined;
  readonly #backlog: number;
  readonly #queue = new RingBuffer<Message<Value>>();
  #arrival = Promise.withResolvers<void>();
  #replays = 0;
  #context: ComponentContext | undefined;

  constructor(name: string, { type, journal, backlog = 10_000 }: SourceOptions) {
    super(name);
    this.out = this.sends('out', { type });
    this.#journal = journal;
    this.#backlog = backlog;
  }

  override setup(context: ComponentContext): void | Promise<void> {
    const isFirst = this.#context === undefined;
    this.#context = context;
    if (!isFirst || this.#journal === undefined) return;
    for (const { value, receipt } of this.#journal.replay(this.name)) this.#enqueue(value as Value, receipt);
    this.#replays = this.#queue.size;
    if (this.#replays > 0)
      context.log.info('Sending again what was not handled', { messages: this.#replays });
    else this.#journal.replayed();
  }

  override async process({ signal }: ComponentContext): Promise<void> {
    signal.addEventListener('abort', () => this.#arrival.resolve(), { once: true });
    for (;;) {
      await this.#sendQueued();
      if (signal.aborted) return;
      await this.#arrival.promise;
      this.#arrival = Promise.withResolvers();
    }
  }

  protected get context(): ComponentContext {
    if (this.#context === undefined) throw new Error(`"${this.name}" is not set up.`);
    return this.#context;
  }

  protected get now(): string {
    return new Date(this.context.clock.now()).toISOString();
  }

  protected get today(): string {
    return this.now.slice(0, 10);
  }

  /**
   * Takes messages into the system: when it resolves, they are safe. Rejects with `OverloadedError` when too many wait.
   */
  protected async accept(values: readonly Value[]): Promise<void> {
    if (this.#queue.size > 0 && this.#queue.size + values.length > this.#backlog) {
      throw new OverloadedError(`${this.name} has ${this.#queue.size} messages waiting.`);
    }
    const acceptedAt = this.context.clock.now();
    const receipts =
      (await this.#journal?.append(this.name, values, acceptedAt)) ??
      values.map(() => new VolatileReceipt(acceptedAt));
    for (const [index, receipt] of receipts.entries()) this.#enqueue(values[index] as Value, receipt);
    this.#arrival.resolve();
  }

  #enqueue(value: Value, receipt: Receipt): void {
    this.#queue.push(new Message(value, receipt, this.name));
  }

  async #sendQueued(): Promise<void> {
    while (this.#queue.size > 0) {
      const message = this.#queue.shift();
      const takers = this.out.bindings.length;
      message.receipt.hold(takers);
      const sent = takers === 0 ? DELIVERED : this.out.send(message);
      message.receipt.release();
      if (sent !== DELIVERED) await sent;
      if (this.#replays > 0) this.#countReplay();
    }
  }

  #countReplay(): void {
    this.#replays -= 1;
    if (this.#replays === 0) this.#journal?.replayed();
  }
}
