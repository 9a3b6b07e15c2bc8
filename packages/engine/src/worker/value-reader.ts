import { StoreError } from '../errors.ts';
import { freezeDeep } from '../journal/encode-value.ts';
import { type Blob, isBlobValue, type Value } from '../journal/value.ts';
import type { Store } from '../store/store.ts';

/** How much JSON text the values kept in memory may add up to. */
const cacheLimitBytes = 64 * 1024 * 1024;

/** Reads journal values. All readers of a value share one frozen copy; recently used large ones stay in memory. */
export class ValueReader {
  readonly #store: Store;
  readonly #cache = new Map<string, { readonly value: Promise<unknown>; readonly size: number }>();
  #cachedSize = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  async read(value: Value): Promise<unknown> {
    if (!isBlobValue(value)) return freezeDeep(value.inline);
    const cached = this.#cache.get(value.blob);
    if (cached !== undefined) {
      this.#cache.delete(value.blob);
      this.#cache.set(value.blob, cached);
      return cached.value;
    }
    const loading = this.#load(value.blob);
    this.#keep(value.blob, loading, value.bytes);
    return loading;
  }

  /** Keeps a value that is being written, so that the stages waiting for it need not read it back. */
  remember({ hash, text }: Blob): void {
    if (!this.#cache.has(hash)) this.#keep(hash, Promise.resolve(freezeDeep(JSON.parse(text))), text.length);
  }

  async #load(hash: string): Promise<unknown> {
    try {
      const text = await this.#store.readBlob(hash);
      if (text !== undefined) return freezeDeep(JSON.parse(text));
      throw new StoreError('store_damaged', `Value ${hash} is missing from the store`);
    } catch (error) {
      // What failed once may work the next time, so the failure is not kept.
      this.#drop(hash);
      throw error;
    }
  }

  #keep(hash: string, value: Promise<unknown>, size: number): void {
    this.#cache.set(hash, { value, size });
    this.#cachedSize += size;
    for (const oldest of this.#cache.keys()) {
      if (this.#cachedSize <= cacheLimitBytes || oldest === hash) return;
      this.#drop(oldest);
    }
  }

  #drop(hash: string): void {
    this.#cachedSize -= this.#cache.get(hash)?.size ?? 0;
    this.#cache.delete(hash);
  }
}
