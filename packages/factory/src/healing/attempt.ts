/** One try of one fixer. */
export interface Attempt {
  /** Counts from 1. */
  readonly number: number;
  readonly fixer: string;
  /** What it was to repair, by fingerprint. */
  readonly failures: readonly string[];
  /**
   * `accepted`: fewer failures, and none that was not there before. `rejected`: otherwise; its changes were taken back.
   * `nothing`: it changed no file, or makes what was tried before. `broken`: the fixer itself failed.
   */
  readonly outcome: 'accepted' | 'rejected' | 'nothing' | 'broken';
  /** The files it changes. */
  readonly files: readonly string[];
  /** The change in the unified format; empty when there was none. */
  readonly diff: string;
  /** How many failures there were before and after. */
  readonly before: number;
  readonly after: number;
  /** Why it was rejected or broken. */
  readonly why?: string;
  /** What the fixer says of it. */
  readonly note?: string;
}
