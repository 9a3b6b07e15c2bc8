/** Names already given in one namespace. */
export class NamePool {
  readonly #taken: Set<string>;

  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set(reserved);
  }

  /** A pool of its own, in which the same names are taken. */
  copy(): NamePool {
    return new NamePool(this.#taken);
  }

  /** The name itself, or when it is taken, with the suffix added until it is free. */
  take(name: string, suffix: string): string {
    let free = name;
    while (this.#taken.has(free)) free += suffix;
    this.#taken.add(free);
    return free;
  }
}
