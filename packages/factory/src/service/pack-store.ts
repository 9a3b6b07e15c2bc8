/** What a pack remembers from one command to the next: JSON values by key, in the state folder, private to the pack. */
export interface PackStore {
  /** Undefined when there is none. */
  get(key: string): unknown;
  /** All whose keys begin so, sorted by key. */
  list(prefix: string): readonly PackRecord[];
  set(key: string, value: unknown): void;
  /** Removing what is not there is no error. */
  remove(key: string): void;
}

export interface PackRecord {
  readonly key: string;
  readonly value: unknown;
}
