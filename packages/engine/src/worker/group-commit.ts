import { StoreError } from '../errors.ts';
import type { Append, AppendResult, Store } from '../store/store.ts';

/** How often a write is tried again that got in the way of another process's, as in a deadlock. */
const busyRetries = 3;

/**
 * Gathers the appends of all runs of this process and writes them in one transaction per turn of the event loop,
 * so that the cost of making them durable is shared. Appends of one run keep their order.
 */
export class GroupCommit {
  readonly #store: Store;
  #queue: Waiting[] = [];
  #isFlushing = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Resolves when the append is durable or was refused. */
  append(append: Append): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ append, resolve, reject });
      if (this.#isFlushing) return;
      this.#isFlushing = true;
      setImmediate(() => void this.#flush());
    });
  }

  async #flush(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue;
      this.#queue = [];
      await this.#write(batch);
    }
    this.#isFlushing = false;
  }

  async #write(batch: readonly Waiting[], retriesLeft = busyRetries): Promise<void> {
    try {
      const results = await this.#store.append(batch.map(({ append }) => append));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] ?? 'lost');
    } catch (error) {
      if (isBusy(error) && retriesLeft > 0) return this.#write(batch, retriesLeft - 1);
      if (batch.length === 1) return batch[0]?.reject(error);
      // One append that cannot be written must not take the others with it.
      for (const one of batch) await this.#write([one]);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'store_busy';
}

interface Waiting {
  readonly append: Append;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}
