/** The promise that an accepted message is handled: kept once everybody who holds it has let go. */
export interface Receipt {
  /** Number of the entry in the journal; 0 when nothing is kept. */
  readonly entry: number;
  /** When the message was accepted, in milliseconds since 1970-01-01 UTC. */
  readonly acceptedAt: number;
  /** The message was accepted before the last start, and comes again. */
  readonly isReplay: boolean;
  hold(times: number): void;
  /** Lets go once. Returns whether nobody holds it any more. */
  release(): boolean;
}

/** A receipt of a system that keeps nothing. */
export class VolatileReceipt implements Receipt {
  readonly entry = 0;
  readonly acceptedAt: number;
  readonly isReplay = false;

  constructor(acceptedAt: number) {
    this.acceptedAt = acceptedAt;
  }

  hold(): void {}

  release(): boolean {
    return true;
  }
}

/** A receipt that tells when the last one has let go. It is held once by whoever made it. */
export class CountedReceipt implements Receipt {
  readonly entry: number;
  readonly acceptedAt: number;
  readonly isReplay: boolean;
  readonly #onHandled: () => void;
  #holders = 1;

  constructor(
    facts: { readonly entry: number; readonly acceptedAt: number; readonly isReplay: boolean },
    onHandled: () => void,
  ) {
    this.entry = facts.entry;
    this.acceptedAt = facts.acceptedAt;
    this.isReplay = facts.isReplay;
    this.#onHandled = onHandled;
  }

  hold(times: number): void {
    this.#holders += times;
  }

  release(): boolean {
    this.#holders -= 1;
    if (this.#holders > 0) return false;
    this.#onHandled();
    return true;
  }
}
