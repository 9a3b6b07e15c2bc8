import type { SendPort } from '../send-port.ts';
import { CircuitBreaker, type BreakerRule } from './circuit-breaker.ts';
import { DataflowComponent } from './dataflow-component.ts';
import { post } from './http-call.ts';
import type { Message } from './message.ts';
import { AttemptsFailedError, type RetryPolicy, withRetries } from './retries.ts';

export interface ModelOptions {
  /** Names of the types of the messages that come in and that go out. */
  readonly type: string;
  readonly outType: string;
  readonly url: string;
  /** How long one call may take. */
  readonly timeoutMs: number;
  readonly retries: RetryPolicy;
  readonly breaker: BreakerRule;
  /** How many calls are under way at the same time. */
  readonly concurrency: number;
}

/** Asks a model that is reached over HTTP about each message. Answers come as they are ready, in any order. */
export abstract class Model<In, Answer, Out> extends DataflowComponent<In> {
  readonly out: SendPort<Message<Out>>;
  readonly #options: ModelOptions;
  readonly #breaker: CircuitBreaker;

  constructor(name: string, options: ModelOptions) {
    super(name, { type: options.type, concurrency: options.concurrency });
    this.#options = options;
    this.#breaker = new CircuitBreaker(options.breaker);
    this.out = this.sends('out', { type: options.outType });
  }

  /** The JSON that the model is sent. */
  protected question(message: In): unknown {
    return message;
  }

  /** Checks what the model answered; throws when it is not an answer. */
  protected abstract read(answer: unknown): Answer;

  protected abstract result(message: In, answer: Answer): Out;

  /** What is sent when the model cannot be asked; without it the message has failed. */
  protected fallback?(message: In): Out;

  protected override async handle(message: Message<In>): Promise<void> {
    const result = await this.#ask(message);
    if (result !== undefined) await this.forward(this.out, message, result);
  }

  async #ask(message: Message<In>): Promise<Out | undefined> {
    try {
      return this.result(message.value, await this.#call(message.value));
    } catch (error) {
      if (this.isLeftForLater(message)) {
        message.receipt.hold(1);
        return undefined;
      }
      if (this.fallback === undefined) {
        message.receipt.hold(1);
        await this.fail(message, error, error instanceof AttemptsFailedError ? error.attempts : 1);
        return undefined;
      }
      this.context.log.warn('Model not asked; its fallback is used', { error });
      return this.fallback(message.value);
    }
  }

  #call(message: In): Promise<Answer> {
    const { url, timeoutMs, retries } = this.#options;
    const { clock, signal, stopping } = this.context;
    const body = JSON.stringify(this.question(message));
    return withRetries(retries, { clock, signal: stopping }, () =>
      this.#breaker.call(clock, async () => {
        const text = await post(url, body, { headers: {}, timeoutMs, signal });
        return this.read(JSON.parse(text));
      }),
    );
  }
}
