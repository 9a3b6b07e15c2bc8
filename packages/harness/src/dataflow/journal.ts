import { JournalTables, type JournalEntry } from './journal-tables.ts';
import { CountedReceipt, type Receipt } from './receipt.ts';

/** How long what was handled may wait to be written down: a crash in between means that it is sent once more. */
const IDLE_FLUSH_MS = 10;

/** An accepted value and the receipt that it was accepted on. */
export interface Accepted {
  readonly value: unknown;
  readonly receipt: Receipt;
}

/**
 * Remembers in a SQLite file what a system has accepted until all that follows from it is handled.
 *
 * 1. `append` resolves when the entries are on disk. Many appends share one commit.
 * 2. An entry whose receipt nobody holds any more is forgotten. What is left when the process dies comes again.
 * 3. What components keep (`keep`) and what they have done with an entry (`mark`) is written in the same commit or earlier
 *    than that the entry is forgotten. So a component can tell what it has done with an entry that comes again.
 */
export class Journal {
  readonly #path: string;
  #open: JournalTables | undefined;
  #nextEntry = 1;
  #replayed: ReadonlyMap<number, ReadonlyMap<string, string>> = new Map();
  /** Entries that have marks in the file. */
  readonly #marked = new Set<number>();
  #batch = emptyBatch();
  #waiting: PromiseWithResolvers<void> | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;
  #replaying = 0;

  /** @param path Path of the SQLite file; `:memory:` keeps nothing beyond the process. */
  constructor(path: string) {
    this.#path = path;
  }

  open(): void {
    const tables = new JournalTables(this.#path);
    this.#open = tables;
    this.#replayed = tables.marks();
    for (const entry of this.#replayed.keys()) this.#marked.add(entry);
    this.#nextEntry = Math.max(tables.lastEntry(), ...this.#replayed.keys()) + 1;
  }

  close(): void {
    this.#flush();
    this.#open?.close();
    this.#open = undefined;
  }

  /** Entries of an earlier process are still on their way. */
  get isReplaying(): boolean {
    return this.#replaying > 0;
  }

  /** Writes values down. Resolves, once they are on disk, with their receipts, each held once. */
  async append(source: string, values: readonly unknown[], acceptedAt: number): Promise<readonly Receipt[]> {
    const entries = values.map((value): JournalEntry => {
      const id = this.#nextEntry;
      this.#nextEntry += 1;
      return { id, source, acceptedAt, value: JSON.stringify(value) };
    });
    for (const entry of entries) this.#batch.entries.push(entry);
    this.#waiting ??= Promise.withResolvers();
    this.#immediate ??= setImmediate(() => this.#flush());
    await this.#waiting.promise;
    return entries.map((entry) => this.#receipt(entry, false));
  }

  /** What a source had accepted before and is not handled, oldest first. Call `replayed` when all of it has been sent. */
  replay(source: string): readonly Accepted[] {
    this.#replaying += 1;
    return this.#tables.entriesOf(source).map((entry) => ({
      value: JSON.parse(entry.value) as unknown,
      receipt: this.#receipt(entry, true),
    }));
  }

  replayed(): void {
    this.#replaying -= 1;
  }

  /** Remembers that a part of what follows from an entry is done, and with what result. */
  mark(entry: number, part: string, value: string): void {
    const parts = this.#batch.marks.get(entry) ?? new Map<string, string>();
    this.#batch.marks.set(entry, parts.set(part, value));
    this.#flushSoon();
  }

  /** The result of a part that an earlier process had done for an entry. */
  markOf(entry: number, part: string): string | undefined {
    return this.#replayed.get(entry)?.get(part);
  }

  /** Keeps a value of a component. */
  keep(component: string, key: string, value: string): void {
    const values = this.#batch.states.get(component) ?? new Map<string, string>();
    this.#batch.states.set(component, values.set(key, value));
    this.#flushSoon();
  }

  /** All a component kept before the start. */
  kept(component: string): ReadonlyMap<string, string> {
    return this.#tables.statesOf(component);
  }

  get #tables(): JournalTables {
    if (this.#open === undefined) throw new Error('The journal is not open.');
    return this.#open;
  }

  #receipt({ id, acceptedAt }: JournalEntry, isReplay: boolean): Receipt {
    return new CountedReceipt({ entry: id, acceptedAt, isReplay }, () => this.#forget(id));
  }

  #forget(entry: number): void {
    this.#batch.handled.push(entry);
    this.#batch.marks.delete(entry);
    this.#flushSoon();
  }

  #flushSoon(): void {
    this.#timer ??= setTimeout(() => this.#flush(), IDLE_FLUSH_MS);
  }

  /** After the end nothing is written any more: what was not written down comes again. */
  #flush(): void {
    clearImmediate(this.#immediate);
    clearTimeout(this.#timer);
    this.#immediate = undefined;
    this.#timer = undefined;
    if (this.#open === undefined) return;
    const batch = this.#batch;
    const waiting = this.#waiting;
    this.#batch = emptyBatch();
    this.#waiting = undefined;
    const unmarked = batch.handled.filter((entry) => this.#marked.has(entry));
    try {
      this.#open.commit({ ...batch, unmarked });
    } catch (error) {
      // What was accepted is refused; what was done is written with the next commit.
      this.#batch = { ...batch, entries: [] };
      waiting?.reject(error);
      return;
    }
    for (const entry of unmarked) this.#marked.delete(entry);
    for (const entry of batch.marks.keys()) this.#marked.add(entry);
    waiting?.resolve();
  }
}

function emptyBatch() {
  return {
    entries: [] as JournalEntry[],
    handled: [] as number[],
    marks: new Map<number, Map<string, string>>(),
    states: new Map<string, Map<string, string>>(),
  };
}
