import { OverloadedError } from './errors.ts';
import type { Exchange, RequestContext } from './exchange.ts';
import { Port, type PortOptions } from './port.ts';
import type { RequestBinding } from './request-binding.ts';
import { RingBuffer } from './ring-buffer.ts';

export type ReplyHandler<Message, Result> = (
  message: Message,
  context: RequestContext,
) => Result | Promise<Result>;

/** A class of errors; abstract classes count. */
export type ErrorClass = abstract new (...args: never[]) => Error;

export interface ReplyOptions extends PortOptions {
  /** How many requests are handled at the same time; 256 by default. */
  readonly concurrency?: number;
  /** How many more may wait; 1024 by default. Beyond that requests are refused with `OverloadedError`. */
  readonly buffer?: number;
  /** Errors that are answers: they reach the requester and are not recorded. Any other error is a dead letter as well. */
  readonly expected?: readonly ErrorClass[];
}

/** Errors on their way through several reply ports are recorded where they arose. */
const recorded = new WeakSet<object>();

/** The answering end of request and reply. Its handler runs while the component is up; until then requests wait. */
export class ReplyPort<in out Message, in out Result> extends Port {
  override readonly kind = 'reply';
  readonly #handler: ReplyHandler<Message, Result>;
  readonly #concurrency: number;
  readonly #buffer: number;
  readonly #expected: readonly ErrorClass[];
  readonly #queue = new RingBuffer<Exchange<Message, Result>>();
  readonly #bindings: RequestBinding<Message, Result>[] = [];
  #calls = 0;
  #isOpen = false;
  #closedFor: Error | undefined;

  /** @internal */
  constructor(
    component: string,
    name: string,
    handler: ReplyHandler<Message, Result>,
    options: ReplyOptions,
  ) {
    super(component, name, options);
    this.#handler = handler;
    this.#concurrency = options.concurrency ?? 256;
    this.#buffer = options.buffer ?? 1024;
    this.#expected = options.expected ?? [];
  }

  /** @internal */
  bind(binding: RequestBinding<Message, Result>): void {
    this.#bindings.push(binding);
  }

  /** @internal How many requests wait. */
  get depth(): number {
    return this.#queue.size;
  }

  /** @internal How many requests are being handled. */
  get active(): number {
    return this.#calls;
  }

  /** @internal */
  get isQuiet(): boolean {
    return this.#calls === 0 && this.#queue.size === 0;
  }

  /** @internal Whether a request can be handled right now. */
  get isFree(): boolean {
    return this.#isOpen && this.#calls < this.#concurrency && this.#queue.size === 0;
  }

  /** @internal Why a request that cannot be handled right now may not wait either. */
  refusal(): Error | undefined {
    if (this.#closedFor !== undefined) return this.#closedFor;
    if (this.#queue.size < this.#buffer) return undefined;
    return new OverloadedError(`${this.path} has ${this.#buffer} requests waiting.`);
  }

  /** @internal */
  enqueue(exchange: Exchange<Message, Result>): void {
    this.#queue.push(exchange);
  }

  /** @internal Calls the handler at once. What it throws is recorded, unless expected, and thrown on. */
  call(exchange: Exchange<Message, Result>): Result | Promise<Result> {
    try {
      return this.#invoke(exchange);
    } finally {
      this.#pump();
    }
  }

  /** @internal Passes a reply that is still to come on to the requester. */
  follow(exchange: Exchange<Message, Result>, reply: Promise<Result>): void {
    void reply.then(
      (result) => this.#succeeded(exchange, result),
      (error: unknown) => this.#failed(exchange, error),
    );
  }

  /** @internal */
  open(): void {
    this.#isOpen = true;
    this.#pump();
  }

  /** @internal From now on requests wait. */
  hold(): void {
    this.#isOpen = false;
  }

  /** @internal Refuses what waits and what still comes, and cancels what is being handled. Returns how many there were. */
  close(reason: Error): number {
    this.#isOpen = false;
    this.#closedFor = reason;
    const open = this.#bindings.flatMap((binding) => binding.openExchanges());
    while (this.#queue.size > 0) this.#queue.shift();
    for (const exchange of open) exchange.cancel(reason);
    return open.length;
  }

  #invoke(exchange: Exchange<Message, Result>): Result | Promise<Result> {
    this.#calls += 1;
    try {
      const reply = this.#handler(exchange.message, exchange);
      if (!(reply instanceof Promise)) this.#calls -= 1;
      return reply;
    } catch (error) {
      this.#calls -= 1;
      this.#record(exchange, error);
      throw error;
    }
  }

  #pump(): void {
    while (this.#queue.size > 0 && this.#isOpen && this.#calls < this.#concurrency) {
      const exchange = this.#queue.shift();
      if (!exchange.isSettled) this.#serve(exchange);
    }
  }

  #serve(exchange: Exchange<Message, Result>): void {
    try {
      const reply = this.#invoke(exchange);
      if (reply instanceof Promise) this.follow(exchange, reply);
      else exchange.resolve(reply);
    } catch (error) {
      exchange.reject(error);
    }
  }

  #succeeded(exchange: Exchange<Message, Result>, result: Result): void {
    this.#calls -= 1;
    exchange.resolve(result);
    this.#pump();
  }

  #failed(exchange: Exchange<Message, Result>, error: unknown): void {
    this.#calls -= 1;
    this.#record(exchange, error);
    exchange.reject(error);
    this.#pump();
  }

  #record(exchange: Exchange<Message, Result>, error: unknown): void {
    if (this.#expected.some((expected) => error instanceof expected)) return;
    if (exchange.isSettled && exchange.signal.reason === error) return;
    if (error instanceof Error) {
      if (recorded.has(error)) return;
      recorded.add(error);
    }
    this.host?.deadLetter(this, exchange.message, error, 1);
  }
}
