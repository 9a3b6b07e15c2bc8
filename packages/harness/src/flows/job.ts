import type { Awaitable, FlowState } from './flow.ts';

/** A run of a flow as it is kept: where it stands and what it knows. Instants are ISO 8601 text in UTC. */
export interface Job {
  readonly id: string;
  readonly flow: string;
  /** Set for the one row of a schedule, which starts runs and never ends. */
  readonly schedule: string | null;
  /** Jobs of one lane run one at a time. */
  readonly lane: string | null;
  readonly dueAt: string;
  /** The next block: of the flow, or once it has failed, of what takes it back. */
  readonly position: number;
  /** The block that failed for good. */
  readonly failedAt: number | null;
  /** Failures of the next block. */
  readonly attempts: number;
  readonly state: unknown;
  readonly error: string | null;
  /** It will not be tried again until somebody sees to it. */
  readonly isDead: boolean;
}

export type NewJob = Omit<Job, 'id'>;

/** The table of jobs inside a transaction, whatever stores it. */
export interface JobTable {
  find(id: string): Awaitable<Job | undefined>;
  list(query: JobQuery): Awaitable<{ readonly items: readonly Job[]; readonly total: number }>;
  insert(values: NewJob): Awaitable<Job>;
  update(job: Job, changes: Partial<NewJob>): Awaitable<Job>;
  delete(job: Job): Awaitable<void>;
}

export interface JobQuery {
  readonly where: {
    readonly isDead: { readonly equals: boolean };
    readonly dueAt?: { readonly to: string };
    readonly flow?: { readonly equals: string };
  };
  readonly sort: readonly ['dueAt'];
  readonly limit: number;
  readonly offset: number;
}

/** A job that begins with the first block. */
export function newJob(flow: string, dueAt: string, state: FlowState, lane: string | null = null): NewJob {
  return {
    flow,
    schedule: null,
    lane,
    dueAt,
    position: 0,
    failedAt: null,
    attempts: 0,
    state,
    error: null,
    isDead: false,
  };
}

/** Goes on with a value that is there or will be: transactions of some stores run at once, those of others take time. */
export function chain<Value, Result>(
  value: Awaitable<Value>,
  goOn: (value: Value) => Awaitable<Result>,
): Awaitable<Result> {
  return value instanceof Promise ? value.then(goOn) : goOn(value);
}
