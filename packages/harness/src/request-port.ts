import { PortClosedError, UnroutedRequestError } from './errors.ts';
import { Port, type PortOptions } from './port.ts';
import type { RequestBinding } from './request-binding.ts';

export interface RequestPortOptions extends PortOptions {
  /** How long to wait for a reply; 30 seconds by default. */
  readonly timeoutMs?: number;
}

export interface RequestOptions {
  /** Gives up waiting when it aborts: the request rejects with its reason, and the handler's signal aborts. */
  readonly signal?: AbortSignal;
}

/** The asking end of request and reply. */
export class RequestPort<in out Message, in out Result> extends Port {
  override readonly kind = 'request';
  readonly timeoutMs: number;
  readonly #bindings: RequestBinding<Message, Result>[] = [];
  #only: RequestBinding<Message, Result> | undefined;
  #isClosed = false;

  /** @internal */
  constructor(component: string, name: string, options: RequestPortOptions) {
    super(component, name, options);
    this.timeoutMs = options.timeoutMs ?? 30_000;
  }

  /**
   * Asks, and resolves with the reply. Rejects with the very error the handler threw, or with `RequestTimeoutError`,
   * `OverloadedError`, `ComponentFailedError`, `UnroutedRequestError`, `PortClosedError`, or the signal's reason.
   */
  request(message: Message, options?: RequestOptions): Promise<Result> {
    if (this.#only !== undefined) return this.#only.request(message, options);
    try {
      return this.#route(message).request(message, options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** @internal */
  get bindings(): readonly RequestBinding<Message, Result>[] {
    return this.#bindings;
  }

  /** @internal */
  bind(binding: RequestBinding<Message, Result>): void {
    this.#bindings.push(binding);
    this.#only = this.#bindings.length === 1 && binding.when === undefined ? binding : undefined;
  }

  /** @internal */
  close(): void {
    this.#isClosed = true;
    this.#only = undefined;
  }

  #route(message: Message): RequestBinding<Message, Result> {
    if (this.#isClosed) throw new PortClosedError(`${this.path} is closed: its component has stopped.`);
    const binding = this.#bindings.find(({ when }) => when === undefined || when(message));
    if (binding !== undefined) return binding;
    throw new UnroutedRequestError(`No binding of ${this.path} accepts this request.`);
  }
}
