/** A first-in, first-out queue over a circular array that doubles when it is full. */
export class RingBuffer<T> {
  #slots = emptySlots<T>(16);
  #mask = 15;
  #shifted = 0;
  /** How many items were ever pushed. */
  pushed = 0;

  get size(): number {
    return this.pushed - this.#shifted;
  }

  push(item: T): void {
    if (this.size > this.#mask) this.#grow();
    this.#slots[this.pushed & this.#mask] = item;
    this.pushed += 1;
  }

  /** Removes the oldest item. Callers check `size` first. */
  shift(): T {
    const index = this.#shifted & this.#mask;
    const item = this.#slots[index] as T;
    this.#slots[index] = undefined;
    this.#shifted += 1;
    return item;
  }

  toArray(): T[] {
    return Array.from(
      { length: this.size },
      (_, index) => this.#slots[(this.#shifted + index) & this.#mask] as T,
    );
  }

  #grow(): void {
    const items = this.toArray();
    this.#mask = items.length * 2 - 1;
    this.#slots = emptySlots(items.length * 2);
    for (const [index, item] of items.entries()) this.#slots[(this.#shifted + index) & this.#mask] = item;
  }
}

function emptySlots<T>(length: number): (T | undefined)[] {
  return Array.from({ length });
}
