import type { DeadlineEntry } from './deadlines.ts';
import { RequestTimeoutError } from './errors.ts';
import type { RequestBinding } from './request-binding.ts';

/** What a reply handler gets besides the message. */
export interface RequestContext {
  /** Aborts when nobody waits for the reply any more: timeout, cancellation by the requester, or a stop out of time. */
  readonly signal: AbortSignal;
}

/** One request under way, from the requester to the reply handler and back. It is settled exactly once. */
export class Exchange<Message, Result> implements RequestContext, DeadlineEntry {
  readonly binding: RequestBinding<Message, Result>;
  readonly message: Message;
  readonly startedAt: number;
  deadline = 0;
  previous: DeadlineEntry | undefined = undefined;
  next: DeadlineEntry | undefined = undefined;
  isSettled = false;
  #resolve: ((result: Result) => void) | undefined = undefined;
  #reject: ((error: unknown) => void) | undefined = undefined;
  #abort: AbortController | undefined = undefined;
  #stopListening: (() => void) | undefined = undefined;

  constructor(binding: RequestBinding<Message, Result>, message: Message, startedAt: number) {
    this.binding = binding;
    this.message = message;
    this.startedAt = startedAt;
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  /** The promise for the requester, for when the reply is not there at once. The deadline counts from the request. */
  open(signal: AbortSignal | undefined): Promise<Result> {
    this.binding.deadlines.add(this, this.startedAt);
    if (signal !== undefined) {
      const cancel = () => this.cancel(signal.reason);
      signal.addEventListener('abort', cancel, { once: true });
      this.#stopListening = () => signal.removeEventListener('abort', cancel);
    }
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  resolve(result: Result): void {
    if (this.#settle()) this.#resolve?.(result);
  }

  reject(error: unknown): void {
    if (this.#settle()) {
      this.binding.failures += 1;
      this.#reject?.(error);
    }
  }

  /** Gives up waiting: the requester gets the reason, and the handler's signal aborts. */
  cancel(reason: unknown): void {
    if (this.isSettled) return;
    this.reject(reason);
    this.#abort ??= new AbortController();
    this.#abort.abort(reason);
  }

  expire(): void {
    const { from, to, timeoutMs } = this.binding;
    this.binding.timeouts += 1;
    this.cancel(new RequestTimeoutError(`${from.path}: no reply from ${to.path} within ${timeoutMs} ms.`));
  }

  #settle(): boolean {
    if (this.isSettled) {
      this.binding.lateReplies += 1;
      return false;
    }
    this.isSettled = true;
    this.binding.deadlines.remove(this);
    this.#stopListening?.();
    this.binding.observe(this.startedAt);
    return true;
  }
}
