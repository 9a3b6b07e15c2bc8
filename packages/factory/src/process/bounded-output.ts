/** Keeps the first and the last bytes of a stream of any length in bounded memory. */
export class BoundedOutput {
  readonly #headLimit: number;
  readonly #tailLimit: number;
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;
  #droppedBytes = 0;

  constructor(maxBytes: number) {
    this.#headLimit = Math.floor(maxBytes / 2);
    this.#tailLimit = maxBytes - this.#headLimit;
  }

  push(chunk: Buffer): void {
    const forHead = chunk.subarray(0, this.#headLimit - this.#headBytes);
    if (forHead.length > 0) {
      this.#head.push(forHead);
      this.#headBytes += forHead.length;
    }
    this.#pushTail(chunk.subarray(forHead.length));
  }

  get isTruncated(): boolean {
    return this.#droppedBytes > 0 || this.#tailBytes > this.#tailLimit;
  }

  /** The text kept; where bytes were left out, a line says how many. */
  toString(): string {
    const head = Buffer.concat(this.#head);
    const tail = Buffer.concat(this.#tail);
    const excess = Math.max(0, tail.length - this.#tailLimit);
    const left = this.#droppedBytes + excess;
    if (left === 0) return Buffer.concat([head, tail]).toString('utf8');
    return `${head.toString('utf8')}\n… ${left} bytes left out …\n${tail.subarray(excess).toString('utf8')}`;
  }

  #pushTail(rest: Buffer): void {
    if (rest.length === 0) return;
    this.#tail.push(rest);
    this.#tailBytes += rest.length;
    // Whole chunks only, and not one by one, so that a flood of tiny chunks costs no more than its bytes.
    if (this.#tailBytes < 2 * this.#tailLimit) return;
    const all = Buffer.concat(this.#tail);
    const kept = Buffer.from(all.subarray(all.length - this.#tailLimit));
    this.#droppedBytes += all.length - kept.length;
    this.#tail = [kept];
    this.#tailBytes = kept.length;
  }
}
