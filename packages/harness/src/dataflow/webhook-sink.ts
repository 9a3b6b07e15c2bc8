import { createHmac } from 'node:crypto';
import { DataflowComponent } from './dataflow-component.ts';
import { post } from './http-call.ts';
import type { Message } from './message.ts';
import { AttemptsFailedError, type RetryPolicy, withRetries } from './retries.ts';

export interface WebhookSinkOptions {
  readonly type: string;
  readonly url: string;
  /** Signs what is sent, so that the receiver can tell where it comes from. */
  readonly secret?: string | undefined;
  readonly timeoutMs: number;
  readonly retries: RetryPolicy;
  readonly concurrency: number;
}

/**
 * Posts each message to a receiver. `X-Webhook-Id` is the same for each attempt, also after a restart; with a secret,
 * `X-Signature: sha256=<hex>` is the HMAC of the body.
 */
export class WebhookSink<Value> extends DataflowComponent<Value> {
  readonly #options: WebhookSinkOptions;

  constructor(name: string, options: WebhookSinkOptions) {
    super(name, options);
    this.#options = options;
  }

  protected override async handle(message: Message<Value>): Promise<void> {
    const { clock, signal, stopping } = this.context;
    const { url, timeoutMs, retries } = this.#options;
    const body = JSON.stringify(message.value);
    const headers = this.#headers(message, body);
    try {
      await withRetries(retries, { clock, signal: stopping }, () =>
        post(url, body, { headers, timeoutMs, signal }),
      );
    } catch (error) {
      message.receipt.hold(1);
      if (this.isLeftForLater(message)) return;
      await this.fail(message, error, error instanceof AttemptsFailedError ? error.attempts : 1);
    }
  }

  #headers({ receipt, trail }: Message<Value>, body: string): Record<string, string> {
    const { secret } = this.#options;
    const id = receipt.entry === 0 ? crypto.randomUUID() : `${receipt.entry}/${trail}`;
    const signature = secret ? createHmac('sha256', secret).update(body).digest('hex') : '';
    return {
      'x-webhook-id': id,
      ...(signature === '' ? {} : { 'x-signature': `sha256=${signature}` }),
    };
  }
}
