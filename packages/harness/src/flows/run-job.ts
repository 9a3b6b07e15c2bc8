import { backoffMs } from './backoff.ts';
import {
  type Awaitable,
  compensationOf,
  type FlowBlock,
  type FlowDefinition,
  type FlowState,
  type RetryRule,
} from './flow.ts';
import { chain, type Job, type JobTable, newJob } from './job.ts';
import { CallError, send } from './outgoing-request.ts';

/** What running jobs needs of the system around it. */
export interface JobSurroundings<Tables> {
  readonly transact: <Result>(run: (tables: Tables) => Awaitable<Result>) => Promise<Awaited<Result>>;
  readonly jobs: (tables: Tables) => JobTable;
  /** The time of the system, in milliseconds. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly allowsPrivate: boolean;
  readonly tell: (event: JobEvent, job: Job, error?: Error) => void;
}

/** What becomes of a job that failed: it is tried again, taken back, has been taken back, or nobody knows what to do with it. */
export type JobEvent = 'done' | 'retried' | 'failed' | 'compensated' | 'dead';

/** The job is not where this process thought it was: another one has taken it on. */
class StaleJobError extends Error {
  override readonly name = 'StaleJobError';
}

/**
 * Runs a job block by block until it is done, has to wait, or fails. A block and the note that it is done are one
 * transaction, so that nothing it writes is written twice; a call is made at least once, each time with the same key.
 */
export async function runJob<Tables>(
  job: Job,
  flow: FlowDefinition<Tables>,
  surroundings: JobSurroundings<Tables>,
): Promise<void> {
  let current: Job | undefined = job;
  try {
    while (current !== undefined && !surroundings.signal.aborted) {
      current = await runNext(current, flow, surroundings);
    }
  } catch (error) {
    if (!(error instanceof StaleJobError)) throw error;
  }
}

/** The job as it stands after its next block; undefined when there is nothing more to do now. */
async function runNext<Tables>(
  job: Job,
  flow: FlowDefinition<Tables>,
  surroundings: JobSurroundings<Tables>,
): Promise<Job | undefined> {
  const plan = job.failedAt === null ? flow.blocks : compensationOf(flow, job.failedAt);
  const block = plan[job.position];
  try {
    if (block === undefined) return await finish(job, {}, plan.length, surroundings);
    return await runBlock(block, job, plan.length, surroundings);
  } catch (error) {
    if (error instanceof StaleJobError || surroundings.signal.aborted) throw error;
    return fail(job, flow, asError(error), surroundings);
  }
}

function runBlock<Tables>(
  block: FlowBlock<Tables>,
  job: Job,
  count: number,
  surroundings: JobSurroundings<Tables>,
): Promise<Job | undefined> {
  const { transact, jobs, now } = surroundings;
  const state = job.state as never;
  switch (block.kind) {
    case 'transaction':
      return settle(job, surroundings, (tables) =>
        chain(block.run(tables, state), (added) => advance(jobs(tables), job, { added, count })),
      );
    case 'wait':
      return settle(job, surroundings, (tables) =>
        chain(block.run(tables, state), (ms) => {
          const dueAt = new Date(now() + ms).toISOString();
          return chain(advance(jobs(tables), job, { count, dueAt }), () => undefined);
        }),
      );
    case 'call':
      return transact((tables) => block.run(tables, state)).then(async (request) => {
        const key = `${job.id}-${job.failedAt === null ? '' : 'undo-'}${job.position}`;
        const identity = { [block.identity ?? 'Idempotency-Key']: key };
        const { signal, allowsPrivate } = surroundings;
        const body = await send(request, identity, { nowMs: now(), signal, allowsPrivate });
        return finish(job, answered(block, body), count, surroundings);
      });
  }
}

function answered({ answer }: Extract<FlowBlock<never>, { kind: 'call' }>, body: unknown): FlowState {
  if (answer === undefined) return {};
  try {
    return { [answer.as]: answer.read(body) };
  } catch (cause) {
    throw new CallError('The answer does not have the shape it should have.', false, { cause });
  }
}

function finish<Tables>(
  job: Job,
  added: FlowState,
  count: number,
  surroundings: JobSurroundings<Tables>,
): Promise<Job | undefined> {
  return settle(job, surroundings, (tables) => advance(surroundings.jobs(tables), job, { added, count }));
}

/** One transaction on a job that must still be where it was; tells when it is the last. */
async function settle<Tables>(
  job: Job,
  { transact, jobs, tell }: JobSurroundings<Tables>,
  run: (tables: Tables) => Awaitable<Job | 'done' | undefined>,
): Promise<Job | undefined> {
  const result = await transact((tables) =>
    chain(jobs(tables).find(job.id), (present) => {
      if (present === undefined || !isAt(present, job)) throw new StaleJobError('The job has moved on.');
      return run(tables);
    }),
  );
  if (result !== 'done') return result;
  tell(job.failedAt === null ? 'done' : 'compensated', job);
  return undefined;
}

function isAt(present: Job, { position, failedAt, attempts }: Job): boolean {
  return present.position === position && present.failedAt === failedAt && present.attempts === attempts;
}

interface Progress {
  readonly added?: FlowState | void;
  /** How many blocks there are. */
  readonly count: number;
  readonly dueAt?: string;
}

function advance(jobs: JobTable, job: Job, { added, count, dueAt }: Progress): Awaitable<Job | 'done'> {
  if (job.position + 1 >= count) return chain(jobs.delete(job), () => 'done' as const);
  const state = { ...(job.state as FlowState), ...added };
  return jobs.update(job, {
    position: job.position + 1,
    attempts: 0,
    error: null,
    state,
    ...(dueAt !== undefined && { dueAt }),
  });
}

/** Puts the job off, or begins to take it back, or gives it up. */
async function fail<Tables>(
  job: Job,
  flow: FlowDefinition<Tables>,
  error: Error,
  surroundings: JobSurroundings<Tables>,
): Promise<Job | undefined> {
  const { now, tell } = surroundings;
  const retry = ownRetry(job) ?? flow.retry;
  const attempts = job.attempts + 1;
  const told = { error: error.message.slice(0, 1_000) };
  if (isRetryable(error) && attempts < retry.attempts) {
    const dueAt = new Date(now() + backoffMs(retry, attempts, Math.random())).toISOString();
    tell('retried', job, error);
    await change(job, { ...told, attempts, dueAt }, surroundings);
    return undefined;
  }
  if (job.failedAt === null && compensationOf(flow, job.position).length > 0) {
    tell('failed', job, error);
    const failure = { code: codeOf(error), message: error.message };
    const state = { ...(job.state as FlowState), failure };
    return change(job, { ...told, attempts: 0, failedAt: job.position, position: 0, state }, surroundings);
  }
  tell('dead', job, error);
  await change(job, { ...told, attempts, isDead: true }, surroundings);
  return undefined;
}

/** A run may have a rule of its own. */
function ownRetry({ state }: Job): RetryRule | undefined {
  return (state as { readonly retry?: RetryRule }).retry;
}

function change<Tables>(
  job: Job,
  changes: Parameters<JobTable['update']>[1],
  surroundings: JobSurroundings<Tables>,
): Promise<Job | undefined> {
  return settle(job, surroundings, (tables) => surroundings.jobs(tables).update(job, changes));
}

/** A refusal of the system's own rules stays one, and so does an answer that blames the request. */
function isRetryable(error: Error): boolean {
  if (error instanceof CallError) return error.isRetryable;
  return !('status' in error && typeof error.status === 'number' && error.status < 500);
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'internal_error';
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Starts the run that a schedule is due for, and says when the next one is. */
export async function startScheduled<Tables>(
  job: Job,
  { name, schedule }: FlowDefinition<Tables>,
  { transact, jobs, now }: JobSurroundings<Tables>,
): Promise<void> {
  if (schedule === undefined) return;
  await transact((tables) =>
    chain(jobs(tables).find(job.id), (present) => {
      if (present === undefined || present.dueAt !== job.dueAt) return undefined;
      const dueAt = new Date(schedule.next(now(), Date.parse(job.dueAt))).toISOString();
      const event = { dueAt: job.dueAt };
      return chain(jobs(tables).insert(newJob(name, job.dueAt, { event })), () =>
        jobs(tables).update(present, { dueAt }),
      );
    }),
  );
}
