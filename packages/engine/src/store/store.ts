import type { Labels, RunEvent, RunPlace } from '../journal/event.ts';
import type { StageFailure } from '../journal/failure.ts';
import type { Blob, Value } from '../journal/value.ts';
import type { RunStatus } from '../scheduler/status.ts';
import type { OutletStore } from './outlet-store.ts';
import type { Signal, SignalRecord } from './signal.ts';

/**
 * Where journals live. Everything a worker needs from a database, and nothing else, so that an implementation is
 * small. All methods reject with StoreError when the store itself is at fault.
 *
 * A run is written by its owner alone: a worker that has claimed it. Ownership lasts while the worker's lease
 * does, and every write is fenced: it names the event number it follows, so a worker that has been replaced can
 * add nothing.
 */
export interface Store {
  /** Where outlets keep how far they have come. */
  readonly outlets: OutletStore;

  /** Records a worker, or extends its lease, in one durable write. */
  heartbeat(worker: Worker, leaseUntil: number): Promise<void>;

  /** Forgets a worker and frees what it owned. */
  releaseWorker(workerId: string): Promise<void>;

  /**
   * Writes all appends in one durable transaction (group commit). They succeed or fail one by one: an append
   * that lost its run leaves the others standing. When the promise resolves, what was written survives a crash.
   */
  append(batch: readonly Append[]): Promise<readonly AppendResult[]>;

  /** Takes ownership of unfinished runs nobody live owns, oldest first. */
  claim(request: ClaimRequest): Promise<readonly RunRecord[]>;

  /** Gives up ownership of some runs without writing to their journals. */
  releaseRuns(workerId: string, runIds: readonly string[]): Promise<void>;

  getRun(runId: string): Promise<RunRecord | undefined>;
  listRuns(query: RunQuery): Promise<RunPage>;

  /** Events with a number greater than `after`, in order, at most `limit`. Costs what it returns. */
  readEvents(runId: string, range: EventRange): Promise<readonly RunEvent[]>;

  /** The text of a blob, or undefined when there is none of that name. */
  readBlob(hash: string): Promise<string | undefined>;

  /** Looks for an earlier result, and marks it as used. */
  findCached(scope: string, key: string, at: number): Promise<CacheLookup>;

  /** Forgets the cached results not used for longest until the rest fits. Returns how many were forgotten. */
  trimCache(limitBytes: number): Promise<number>;

  /** Leaves a request for the run's owner, durably, unless the run has ended. */
  sendSignal(runId: string, signal: Signal, at: number): Promise<SignalResult>;

  /** Signals waiting for a run, oldest first. They stay until an append names them as consumed. */
  readSignals(runId: string): Promise<readonly SignalRecord[]>;

  /** Runs owned by this worker that have signals waiting. */
  findSignalled(workerId: string): Promise<readonly string[]>;

  /** Deletes ended and paused runs with their events and the blobs nothing else refers to. Returns how many. */
  deleteRuns(query: DeleteQuery): Promise<number>;

  close(): Promise<void>;
}

export interface Worker {
  readonly id: string;
  /** Names the machine and process namespace, so that a neighbour can tell whether the process still lives. */
  readonly machine: string;
  readonly pid: number;
  /** Tells the process from a later one with the same pid. */
  readonly processStart: string;
}

export interface Append {
  readonly runId: string;
  readonly owner: string;
  /** Number of the last event known to the writer; 0 creates the run. */
  readonly follows: number;
  readonly events: readonly RunEvent[];
  readonly blobs: readonly Blob[];
  readonly head: RunHead;
  /** Signals these events answer. They are removed in the same transaction. */
  readonly consumed?: readonly number[];
  /** Requests to leave for other runs in the same transaction. */
  readonly notify?: readonly { readonly runId: string; readonly signal: Signal }[];
  /** Results to keep for later runs. */
  readonly cache?: readonly CacheEntry[];
  /** Blobs that the events refer to and that are in the store already. */
  readonly reuses?: readonly string[];
  /** Given when the append creates the run. */
  readonly create?: RunIdentity;
}

/** Facts about a run kept beside its journal for listing and claiming; all of them follow from the journal. */
export interface RunHead {
  readonly status: RunStatus;
  /** When a run that has nothing running must be looked at again. */
  readonly wakeAt?: number;
  readonly failure?: StageFailure;
  /** Fingerprint of the definition the run goes on under, when it has changed. */
  readonly definition?: string;
  readonly isDegraded: boolean;
  /** Whether the writer gives the run up with this append. */
  readonly isReleased: boolean;
}

/** A result kept for later runs. */
export interface CacheEntry {
  /** Whose results these are: one stage, or one item of a map. */
  readonly scope: string;
  /** Hash of all `parts`. */
  readonly key: string;
  /** Hash of each part of what the work saw, so that a miss can be explained. */
  readonly parts: Readonly<Record<string, string>>;
  readonly output: Value;
  readonly runId: string;
}

export interface CacheLookup {
  readonly hit: CacheEntry | undefined;
  /** The parts of the scope's latest entry, when there is no hit. */
  readonly latest: Readonly<Record<string, string>> | undefined;
}

export interface RunIdentity {
  readonly pipeline: string;
  readonly version: string;
  /** Fingerprint of the definition. */
  readonly definition: string;
  readonly labels: Labels;
  readonly parent?: RunPlace;
}

export type SignalResult = 'sent' | 'ended' | 'unknown';

export type AppendResult = 'written' | 'exists' | 'lost';

export interface RunRecord extends RunIdentity {
  readonly id: string;
  readonly status: RunStatus;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Number of the last event. */
  readonly lastEvent: number;
  readonly owner: string | undefined;
  readonly wakeAt: number | undefined;
  /** Why the run is paused or failed. */
  readonly failure: StageFailure | undefined;
  /** Whether a stage's result is a fallback's. */
  readonly isDegraded: boolean;
}

export interface RunQuery {
  readonly status?: RunStatus | readonly RunStatus[];
  readonly pipeline?: string;
  readonly labels?: Labels;
  /** At most this many, newest first. 50 when absent. */
  readonly limit?: number;
  readonly offset?: number;
}

export interface RunPage {
  readonly runs: readonly RunRecord[];
  /** How many runs the query matches in all. */
  readonly total: number;
}

export interface EventRange {
  readonly after: number;
  readonly limit: number;
}

export interface ClaimRequest {
  readonly workerId: string;
  readonly now: number;
  /** This run, unless it has ended. Otherwise any run that has work due. */
  readonly runId?: string;
  /** Only runs under one of these definitions. */
  readonly definitions?: readonly string[];
  readonly limit: number;
  /** Whether the worker is known to be dead although its lease has not run out. */
  readonly isDead: (worker: Worker) => boolean;
}

export interface DeleteQuery {
  readonly runIds?: readonly string[];
  readonly olderThan?: number;
  readonly status?: readonly RunStatus[];
}
