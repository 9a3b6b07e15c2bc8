import type { Failure } from '../journal/failure.ts';

/**
 * How far each outlet has come: one position per outlet and run. A run is enrolled with every outlet known when it is
 * created, in the same transaction, and is dropped when it has ended and all of it has been taken; so looking for
 * what is left costs what is left, however many runs the store holds.
 */
export interface OutletStore {
  /** Makes an outlet known, if it is not: every run from now on is its to take, and with `past` those there are. */
  add(outlet: string, past: boolean): Promise<void>;

  /** Forgets an outlet and its positions. */
  remove(outlet: string): Promise<void>;

  list(): Promise<readonly OutletRecord[]>;

  /** Takes or keeps an outlet. As it then stands; undefined when another owner has it, or nobody has added it. */
  claim(request: OutletClaimRequest): Promise<OutletRecord | undefined>;

  /** Gives the outlet up. */
  release(outlet: string, owner: string): Promise<void>;

  /** Runs with events that the outlet has not taken, oldest first. */
  findUntaken(outlet: string, limit: number): Promise<readonly Untaken[]>;

  /** Notes that a run's events up to a number have been taken. False when the outlet is not the owner's any more. */
  take(outlet: string, owner: string, runId: string, upTo: number): Promise<boolean>;

  /** Marks the outlet as dead, with the reason; without one, as alive again. */
  setFailure(outlet: string, failure: Failure | undefined): Promise<void>;
}

export interface OutletClaimRequest {
  readonly outlet: string;
  readonly owner: string;
  readonly now: number;
  /** Until then nobody else gets it. */
  readonly leaseUntil: number;
  /** Whether another owner is known to be dead although its lease has not run out. */
  readonly isDead: (owner: string) => boolean;
}

export interface OutletRecord {
  readonly name: string;
  /** Why nothing is delivered any more; undefined while it is. */
  readonly failure: Failure | undefined;
  /** How many runs have events that have not been taken. */
  readonly runsBehind: number;
}

export interface Untaken {
  readonly runId: string;
  /** Number of the last event taken. */
  readonly after: number;
}
