import { RingBuffer } from './ring-buffer.ts';

/** A message that could not be handled, and why. */
export interface DeadLetter {
  /** The component that failed to handle it. */
  readonly component: string;
  /** The port it came in through; for a failed condition of a binding, the port it was sent from. */
  readonly port: string;
  readonly message: unknown;
  /** What was thrown, as it was thrown. */
  readonly error: unknown;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** How often handling was tried. 0 when it was never handed to the component. */
  readonly attempts: number;
}

/** The newest dead letters of a system, up to a limit. */
export class DeadLetters {
  readonly #records = new RingBuffer<DeadLetter>();
  readonly #capacity: number;
  #total = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many there have been since the system was made, also those that are kept no longer. */
  get total(): number {
    return this.#total;
  }

  /** Those that are kept, oldest first. */
  list(): readonly DeadLetter[] {
    return this.#records.toArray();
  }

  /** Takes out those that are kept, oldest first, for handling them again or storing them elsewhere. */
  take(): readonly DeadLetter[] {
    const records = this.#records.toArray();
    while (this.#records.size > 0) this.#records.shift();
    return records;
  }

  /** @internal */
  add(record: DeadLetter): void {
    this.#total += 1;
    this.#records.push(record);
    if (this.#records.size > this.#capacity) this.#records.shift();
  }
}
