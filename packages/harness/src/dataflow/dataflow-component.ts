import type { ComponentContext } from '../component.ts';
import { HarnessComponent } from '../component.ts';
import { DELIVERED } from '../event-loop.ts';
import type { ReceivePort } from '../receive-port.ts';
import type { SendPort } from '../send-port.ts';
import { type Failure, type JsonValue, Message } from './message.ts';
import type { Receipt } from './receipt.ts';

export interface DataflowOptions {
  /** Name of the type of the messages that come in. */
  readonly type: string;
  /** How many messages are handled at the same time; 1 by default, which keeps their order. */
  readonly concurrency?: number;
}

/**
 * A component that takes one kind of message. A message whose handling fails is sent through `failed`; where nothing is
 * connected to it, it is a dead letter. Either way it counts as handled.
 */
export abstract class DataflowComponent<Value> extends HarnessComponent {
  readonly in: ReceivePort<Message<Value>>;
  readonly failed: SendPort<Message<Failure>>;
  readonly #concurrency: number;
  #context: ComponentContext | undefined;

  constructor(name: string, { type, concurrency = 1 }: DataflowOptions) {
    super(name);
    this.in = this.receives('in', { type });
    this.failed = this.sends('failed', { type: 'Failure' });
    this.#concurrency = concurrency;
  }

  override setup(context: ComponentContext): void | Promise<void> {
    this.#context = context;
  }

  override process(_context: ComponentContext): Promise<void> {
    return this.in.forEach((message) => this.#take(message), { concurrency: this.#concurrency });
  }

  /** Does with a message what the component is for. Whoever needs its receipt for longer holds it. */
  protected abstract handle(message: Message<Value>): void | Promise<void>;

  protected get context(): ComponentContext {
    if (this.#context === undefined) throw new Error(`"${this.name}" is not set up.`);
    return this.#context;
  }

  /** The instant, as text in UTC. */
  protected get now(): string {
    return new Date(this.context.clock.now()).toISOString();
  }

  /** The day in UTC. */
  protected get today(): string {
    return this.now.slice(0, 10);
  }

  /** Sends what follows from a message to everybody who is connected; its receipt is held for each of them. */
  protected forward<Out>(
    port: SendPort<Message<Out>>,
    { receipt, trail }: { readonly receipt: Receipt; readonly trail: string },
    value: Out,
  ): Promise<void> {
    const takers = port.bindings.length;
    if (takers === 0) return DELIVERED;
    receipt.hold(takers);
    return port.send(new Message(value, receipt, receipt.entry === 0 ? '' : `${trail}/${this.name}`));
  }

  /** Records that a message could not be handled, and sends it on as a failure. */
  /** Whether a message that could not be sent on because of a stop comes again after the next start. */
  protected isLeftForLater({ receipt }: Message<Value>): boolean {
    const { stopping, signal } = this.context;
    return (stopping.aborted || signal.aborted) && receipt.entry > 0;
  }

  protected async fail(message: Message<Value>, error: unknown, attempts = 1): Promise<void> {
    this.in.reject(message, error, attempts);
    await this.forward(this.failed, message, {
      component: this.name,
      // Messages are what a journal can write down.
      message: message.value as JsonValue,
      error: error instanceof Error ? error.message : String(error),
      attempts,
      at: this.now,
    });
    message.receipt.release();
  }

  #take(message: Message<Value>): Promise<void> {
    try {
      const handled = this.handle(message);
      if (handled !== undefined && handled !== DELIVERED) return this.#finish(message, handled);
      message.receipt.release();
      return DELIVERED;
    } catch (error) {
      return this.fail(message, error);
    }
  }

  async #finish(message: Message<Value>, handled: Promise<void>): Promise<void> {
    try {
      await handled;
    } catch (error) {
      return this.fail(message, error);
    }
    message.receipt.release();
  }
}
