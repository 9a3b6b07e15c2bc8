import type { Clock } from './clock.ts';
import type { Deadlines } from './deadlines.ts';
import { deliveredInTurn } from './event-loop.ts';
import { Exchange } from './exchange.ts';
import { Histogram } from './histogram.ts';
import type { ReplyPort } from './reply-port.ts';
import type { RequestOptions, RequestPort } from './request-port.ts';

export interface RequestBindingOptions<Message> {
  /** Only requests for which this holds take the binding; the first binding of a port that accepts a request gets it. */
  readonly when?: (message: Message) => boolean;
  /** How long to wait for a reply; the request port's own `timeoutMs` by default. */
  readonly timeoutMs?: number;
}

/** So often a requester gives way to timers and I/O, if need be. */
const REQUESTS_PER_LOOK = 64;

/** One binding from a request port to a reply port, with its figures. */
export class RequestBinding<Message, Result> {
  readonly from: RequestPort<Message, Result>;
  readonly to: ReplyPort<Message, Result>;
  readonly label: string;
  readonly when: ((message: Message) => boolean) | undefined;
  readonly timeoutMs: number;
  readonly deadlines: Deadlines;
  readonly latency = new Histogram();
  readonly #clock: Clock;
  messages = 0;
  failures = 0;
  timeouts = 0;
  lateReplies = 0;

  constructor(
    from: RequestPort<Message, Result>,
    to: ReplyPort<Message, Result>,
    host: { readonly clock: Clock; deadlines(lifetimeMs: number): Deadlines },
    options: RequestBindingOptions<Message>,
  ) {
    this.from = from;
    this.to = to;
    this.label = `${from.path}->${to.path}`;
    this.when = options.when;
    this.timeoutMs = options.timeoutMs ?? from.timeoutMs;
    this.deadlines = host.deadlines(this.timeoutMs);
    this.#clock = host.clock;
  }

  /**
   * A request to an idle handler is a direct call: a reply that is there at once costs one clock reading more than the
   * call itself and the promise. All other requests get a deadline, and wait their turn where there is a queue.
   */
  request(message: Message, options: RequestOptions | undefined): Promise<Result> {
    this.messages += 1;
    const exchange = new Exchange(this, message, this.#clock.monotonic());
    if (options?.signal?.aborted) return this.#refuse(exchange, options.signal.reason);
    if (!this.to.isFree) return this.#queue(exchange, options);
    let reply: Result | Promise<Result>;
    try {
      reply = this.to.call(exchange);
    } catch (error) {
      return this.#refuse(exchange, error);
    }
    if (reply instanceof Promise) {
      const promise = exchange.open(options?.signal);
      this.to.follow(exchange, reply);
      return promise;
    }
    exchange.isSettled = true;
    this.observe(exchange.startedAt);
    return this.messages % REQUESTS_PER_LOOK === 0 ? inTurn(reply) : Promise.resolve(reply);
  }

  /** Requests without a reply so far, whether they wait or are being handled. */
  openExchanges(): Exchange<Message, Result>[] {
    return this.deadlines
      .list()
      .filter((entry) => entry instanceof Exchange && entry.binding === this) as Exchange<Message, Result>[];
  }

  observe(startedAt: number): void {
    this.latency.observe((this.#clock.monotonic() - startedAt) / 1000);
  }

  #queue(exchange: Exchange<Message, Result>, options: RequestOptions | undefined): Promise<Result> {
    const refusal = this.to.refusal();
    if (refusal !== undefined) return this.#refuse(exchange, refusal);
    const promise = exchange.open(options?.signal);
    this.to.enqueue(exchange);
    return promise;
  }

  #refuse(exchange: Exchange<Message, Result>, error: unknown): Promise<Result> {
    exchange.isSettled = true;
    this.failures += 1;
    this.observe(exchange.startedAt);
    return Promise.reject(error);
  }
}

async function inTurn<Result>(reply: Result): Promise<Result> {
  await deliveredInTurn();
  return reply;
}
