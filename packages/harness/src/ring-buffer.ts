/** A first-in, first-out queue over a circular array. It grows by doubling and never shrinks below its use. */
export class RingBuffer<T> {
  #slots: (T | undefined)[] = new Array<T | undefined>(16).fill(undefined);
  #head = 0;
  size = 0;

  push(item: T): void {
    if (this.size === this.#slots.length) this.#grow();
    this.#slots[(this.#head + this.size) & (this.#slots.length - 1)] = item;
    this.size += 1;
  }

  /** Removes the oldest item. Callers check `size` first: an empty queue gives `undefined`. */
  shift(): T | undefined {
    if (this.size === 0) return undefined;
    const item = this.#slots[this.#head];
    this.#slots[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#slots.length - 1);
    this.size -= 1;
    return item;
  }

  toArray(): T[] {
    return Array.from(
      { length: this.size },
      (_, index) => this.#slots[(this.#head + index) & (this.#slots.length - 1)] as T,
    );
  }

  #grow(): void {
    const items: (T | undefined)[] = this.toArray();
    this.#slots = items.concat(new Array<T | undefined>(items.length).fill(undefined));
    this.#head = 0;
  }
}
