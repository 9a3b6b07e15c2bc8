import type { Store } from '../store/store.ts';
import type { Calls } from './calls.ts';
import type { Clock } from './clock.ts';
import type { EventFeed } from './event-feed.ts';
import type { Gate } from './gate.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Ids } from './ids.ts';
import type { ValueReader } from './value-reader.ts';

/** What everything that runs in one process shares. */
export interface Ports {
  readonly workerId: string;
  readonly store: Store;
  readonly journal: GroupCommit;
  readonly feed: EventFeed;
  readonly values: ValueReader;
  readonly gate: Gate;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly services: unknown;
  readonly calls: Calls;
  /** Tells the worker of a run in this process that a request is waiting for it. */
  readonly poke: (runId: string) => void;
  /** How long code may take to heed its signal before the run goes on without it. */
  readonly graceMs: number;
}
