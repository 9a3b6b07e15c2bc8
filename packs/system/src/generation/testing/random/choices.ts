import fc from 'fast-check';

/** Choices that follow from a seed. */
export class Choices {
  readonly #numbers: Iterator<number>;

  constructor(seed: number) {
    const [stream] = fc.sample(fc.infiniteStream(fc.nat()), { seed, numRuns: 1 });
    this.#numbers = stream ?? [].values();
  }

  /** From 0 up to the limit, which is not among them. */
  below(limit: number): number {
    return Number(this.#numbers.next().value) % limit;
  }

  /** @param share Of 100. */
  isSo(share: number): boolean {
    return this.below(100) < share;
  }

  oneOf<Item>(items: readonly [Item, ...Item[]]): Item;
  oneOf<Item>(items: readonly Item[]): Item | undefined;
  oneOf<Item>(items: readonly Item[]): Item | undefined {
    return items[this.below(Math.max(1, items.length))];
  }

  /** As many as `least` or up to `most`, made one by one. */
  several<Item>(least: number, most: number, make: (index: number) => Item): Item[] {
    return Array.from({ length: least + this.below(most - least + 1) }, (_, index) => make(index));
  }
}
