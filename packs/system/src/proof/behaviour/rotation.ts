import type { Random } from './random.ts';

/** Gives the items in random order, each once before any comes again. */
export class Rotation<T> {
  readonly #items: readonly T[];
  readonly #random: Random;
  #left: T[] = [];

  constructor(items: readonly T[], random: Random) {
    this.#items = items;
    this.#random = random;
  }

  get size(): number {
    return this.#items.length;
  }

  /** Undefined when there are no items. */
  next(): T | undefined {
    if (this.#left.length === 0) this.#left = [...this.#items];
    if (this.#left.length === 0) return undefined;
    const [item] = this.#left.splice(this.#random.integer(0, this.#left.length - 1), 1);
    return item;
  }
}
