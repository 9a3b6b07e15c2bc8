import { type ComponentContext, HarnessComponent } from '../component.ts';
import type { Log } from '../log.ts';
import type { RequestPort } from '../request-port.ts';
import type { Awaitable, FlowDefinition } from './flow.ts';
import { chain, type Job, type JobTable, newJob } from './job.ts';
import { type JobEvent, type JobSurroundings, runJob, startScheduled } from './run-job.ts';

/** The clock a system goes by; one that stands still runs what is due before it is moved further. */
export interface FlowClock {
  now(): number;
  follow(follower: ClockFollower): void;
}

/** Something that has to be done at certain instants. */
export interface ClockFollower {
  /** Milliseconds; undefined when nothing is due ever. */
  nextDue(): Promise<number | undefined>;
  /** Does everything that is due by now. */
  runDue(): Promise<void>;
}

/** Asks the store to tell when there may be something new: it answers with its count of changes once that is above `seen`. */
export interface WatchChanges {
  readonly seen: number;
}

export interface JobRunnerOptions<Tables> {
  readonly flows: readonly FlowDefinition<Tables>[];
  readonly jobs: (tables: Tables) => JobTable;
  readonly clock: FlowClock;
  /** Where several processes share a store: how long a job is left to the one that took it on, which renews that while it works. */
  readonly leaseMs?: number;
  /** Whether addresses that come from data may be those of private networks; they may when left out. */
  readonly allowsPrivate?: boolean;
  /** For tests: what is due is done only when the clock is moved. */
  readonly isHeld?: boolean;
}

interface RunningJob {
  readonly lane: string | null;
  /** The instants until which it was left to this process. */
  readonly leases: Set<string>;
  readonly done: Promise<void>;
}

const MAX_AT_ONCE = 32;
/** What another process, or a clock of another machine, has made due is noticed after this long at the latest. */
const MAX_SLEEP_MS = 1_000;

/** Runs the jobs of a store: what flows have still to do. Survives any crash, because all it knows is in the store. */
export abstract class JobRunner<Tables> extends HarnessComponent implements ClockFollower {
  readonly store: RequestPort<(tables: Tables) => unknown, unknown> = this.requests('store', {
    type: 'Transaction',
  });
  readonly changes: RequestPort<WatchChanges, number> = this.requests('changes', { type: 'WatchChanges' });
  readonly #options: JobRunnerOptions<Tables>;
  readonly #flows: ReadonlyMap<string, FlowDefinition<Tables>>;
  readonly #running = new Map<string, RunningJob>();
  #surroundings: JobSurroundings<Tables> | undefined;
  #wake = () => {};

  constructor(name: string, options: JobRunnerOptions<Tables>) {
    super(name);
    this.#options = options;
    this.#flows = new Map(options.flows.map((flow) => [flow.name, flow]));
    options.clock.follow(this);
  }

  override async process(context: ComponentContext): Promise<void> {
    const { signal } = context;
    this.#surroundings = this.#surroundingsIn(context);
    await this.#planSchedules();
    const watching = this.#watch(signal);
    signal.addEventListener('abort', () => this.#wake(), { once: true });
    const stopRenewing = this.#renewLeases();
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      if (this.#options.isHeld !== true) await this.#startDue();
      await this.#sleep(woken);
    }
    await Promise.all([watching, ...[...this.#running.values()].map(({ done }) => done)]);
    stopRenewing();
  }

  async nextDue(): Promise<number | undefined> {
    const found = await this.#first(MAX_AT_ONCE + 1);
    const next = found.find(({ id }) => !this.#running.has(id));
    return next === undefined ? undefined : Date.parse(next.dueAt);
  }

  async runDue(): Promise<void> {
    if (this.#surroundings === undefined) return;
    while ((await this.#startDue()) > 0 || this.#running.size > 0) {
      await Promise.all([...this.#running.values()].map(({ done }) => done));
    }
  }

  #surroundingsIn({ signal, log, metrics }: ComponentContext): JobSurroundings<Tables> {
    const { jobs, clock, allowsPrivate = true } = this.#options;
    const counters = {
      done: metrics.counter('runs_done', 'Runs of flows that came to their end.'),
      retried: metrics.counter('retries', 'Failures after which a block is tried again.'),
      failed: metrics.counter('runs_failed', 'Runs that failed for good and are taken back.'),
      compensated: metrics.counter('runs_compensated', 'Runs that were taken back.'),
      dead: metrics.counter('runs_dead', 'Runs that failed for good and wait for somebody to see to them.'),
    };
    return {
      transact: (run) => this.store.request(run) as never,
      jobs,
      now: () => clock.now(),
      signal,
      allowsPrivate,
      tell: (event, job, error) => {
        counters[event].increment();
        report(log, event, job, error);
      },
    };
  }

  #transact<Result>(run: (jobs: JobTable) => Awaitable<Result>): Promise<Awaited<Result>> {
    return this.store.request((tables) => run(this.#options.jobs(tables))) as Promise<Awaited<Result>>;
  }

  async #first(limit: number): Promise<readonly Job[]> {
    const where = { isDead: { equals: false } };
    const { items } = await this.#transact((jobs) => jobs.list({ where, sort: ['dueAt'], limit, offset: 0 }));
    return items;
  }

  /** Starts what is due and has a place. Returns how many jobs that were. */
  async #startDue(): Promise<number> {
    const now = this.#options.clock.now();
    const found = await this.#first(MAX_AT_ONCE * 4);
    const due = found.filter(({ dueAt }) => Date.parse(dueAt) <= now);
    let started = 0;
    for (const job of due) {
      if (this.#running.size >= MAX_AT_ONCE || !this.#isFree(job)) continue;
      this.#start(job);
      started += 1;
    }
    return started;
  }

  #isFree({ id, lane }: Job): boolean {
    if (this.#running.has(id)) return false;
    return lane === null || ![...this.#running.values()].some((other) => other.lane === lane);
  }

  #start(job: Job): void {
    const leases = new Set<string>();
    const done = this.#run(job, leases)
      .catch((error: unknown) => {
        if (this.#surroundings?.signal.aborted !== true)
          this.#surroundings?.tell('retried', job, error as Error);
      })
      .finally(() => {
        this.#running.delete(job.id);
        this.#wake();
      });
    this.#running.set(job.id, { lane: job.lane, leases, done });
  }

  async #run(job: Job, leases: Set<string>): Promise<void> {
    const surroundings = this.#surroundings;
    const flow = this.#flows.get(job.flow);
    if (surroundings === undefined) return;
    if (flow === undefined) return this.#bury(job, surroundings);
    if (job.schedule !== null) return startScheduled(job, flow, surroundings);
    const claimed = await this.#claim(job, leases);
    if (claimed !== undefined) await runJob(claimed, flow, surroundings);
  }

  /** A flow that the system no longer has: what was left of it stays for somebody to look at. */
  async #bury(job: Job, { tell }: JobSurroundings<Tables>): Promise<void> {
    tell('dead', job, new Error(`There is no flow ${job.flow} any more.`));
    await this.#transact((jobs) => jobs.update(job, { isDead: true }));
  }

  /** Leaves the job to this process for a while, where others could take it on too. */
  #claim(job: Job, leases: Set<string>): Promise<Job | undefined> {
    const { leaseMs } = this.#options;
    return this.#transact((jobs) =>
      chain(jobs.find(job.id), (present) => {
        if (present === undefined || present.dueAt !== job.dueAt) return undefined;
        return leaseMs === undefined ? present : lease(jobs, present, leaseMs, leases);
      }),
    );
  }

  /** Keeps the jobs that are being run from others, for as long as this process lives. Returns what ends it. */
  #renewLeases(): () => void {
    const { leaseMs } = this.#options;
    if (leaseMs === undefined) return () => undefined;
    const renewing = setInterval(() => {
      for (const [id, { leases }] of this.#running)
        void this.#renew(id, leases, leaseMs).catch(() => undefined);
    }, leaseMs / 3);
    return () => clearInterval(renewing);
  }

  /** A job that waits now, or was put off, is due when it says. */
  async #renew(id: string, leases: Set<string>, leaseMs: number): Promise<void> {
    await this.#transact((jobs) =>
      chain(jobs.find(id), (present) =>
        present === undefined || !leases.has(present.dueAt)
          ? undefined
          : lease(jobs, present, leaseMs, leases),
      ),
    );
  }

  async #planSchedules(): Promise<void> {
    const { flows, clock } = this.#options;
    for (const { name, schedule } of flows) {
      if (schedule === undefined) continue;
      const dueAt = new Date(schedule.next(clock.now(), undefined)).toISOString();
      const where = { isDead: { equals: false }, flow: { equals: name } };
      await this.#transact((jobs) =>
        chain(jobs.list({ where, sort: ['dueAt'], limit: 1_000, offset: 0 }), ({ items }) => {
          const present = items.find((job) => job.schedule !== null);
          if (present === undefined) {
            return jobs.insert({ ...newJob(name, dueAt, {}), schedule: schedule.text });
          }
          if (present.schedule === schedule.text) return present;
          return jobs.update(present, { dueAt, schedule: schedule.text });
        }),
      );
    }
  }

  /** Wakes the loop whenever a transaction has left something to do. */
  async #watch(signal: AbortSignal): Promise<void> {
    let seen = 0;
    while (!signal.aborted) {
      try {
        seen = await this.changes.request({ seen }, { signal });
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      this.#wake();
    }
  }

  async #sleep(woken: Promise<void>): Promise<void> {
    const due = await this.nextDue();
    const left = due === undefined ? MAX_SLEEP_MS : due - this.#options.clock.now();
    const ms = Math.min(Math.max(left, 20), MAX_SLEEP_MS);
    let timer: NodeJS.Timeout | undefined;
    const slept = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([woken, slept]);
    clearTimeout(timer);
  }
}

/** Nobody else takes the job on before the lease is over. */
function lease(jobs: JobTable, job: Job, leaseMs: number, leases: Set<string>): Awaitable<Job> {
  const dueAt = new Date(Date.now() + leaseMs).toISOString();
  leases.add(dueAt);
  return jobs.update(job, { dueAt });
}

function report(log: Log, event: JobEvent, { id, flow, attempts }: Job, error: Error | undefined): void {
  const fields = { event: `flow_${event}`, flow, run: id, attempt: attempts + 1, reason: error?.message };
  if (event === 'dead') log.error('Flow failed for good', fields);
  else if (event === 'failed') log.warn('Flow is taken back', fields);
  else if (event === 'retried') log.warn('Flow will be tried again', fields);
}
