import { type FeedFormat, formats } from './feed-format.ts';

/** An event on its way to clients, encoded once for all who listen in the same way. */
export class FeedEvent {
  readonly number: number;
  /** What conditions of clients look at. */
  readonly facts: unknown;
  readonly #name: string | undefined;
  readonly #data: unknown;
  readonly #chunks = new Map<FeedFormat, Uint8Array>();

  constructor(number: number, name: string | undefined, data: unknown, facts: unknown = data) {
    this.number = number;
    this.facts = facts;
    this.#name = name;
    this.#data = data;
  }

  chunk(format: FeedFormat): Uint8Array {
    const known = this.#chunks.get(format);
    if (known !== undefined) return known;
    const chunk = formats[format].encode({ id: this.number, event: this.#name, data: this.#data });
    this.#chunks.set(format, chunk);
    return chunk;
  }
}
