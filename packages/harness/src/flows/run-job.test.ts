import { expect, test } from 'vitest';
import type { FlowBlock, FlowDefinition } from './flow.ts';
import { newJob } from './job.ts';
import { MemoryJobs } from './memory-jobs.fixture.ts';
import { type JobEvent, runJob } from './run-job.ts';

class Refusal extends Error {
  readonly status = 409;
  readonly code = 'sold_out';
}

/** A flow of named blocks, each of which writes its name down, and what becomes of one run of it. */
function tried(blocks: readonly FlowBlock<MemoryJobs>[], failed: readonly FlowBlock<MemoryJobs>[] = []) {
  const flow: FlowDefinition<MemoryJobs> = {
    name: 'sample',
    retry: { attempts: 3, backoffMs: 1_000 },
    blocks,
    failed,
  };
  const jobs = new MemoryJobs();
  const told: JobEvent[] = [];
  const job = jobs.insert(newJob('sample', new Date(0).toISOString(), { event: { a: 1 } }));
  const surroundings = {
    transact: jobs.transact.bind(jobs) as never,
    jobs: () => jobs,
    now: () => 0,
    signal: new AbortController().signal,
    allowsPrivate: true,
    tell: (event: JobEvent) => told.push(event),
  };
  const run = async () => {
    const present = jobs.find(job.id);
    if (present !== undefined) await runJob(present, flow, surroundings);
    return jobs.find(job.id);
  };
  return { run, told, jobs };
}

function block(
  name: string,
  log: string[],
  undo: readonly FlowBlock<MemoryJobs>[] = [],
): FlowBlock<MemoryJobs> {
  return { kind: 'transaction', name, undo, run: () => void log.push(name) };
}

const failing = (error: Error): FlowBlock<MemoryJobs> => ({
  kind: 'transaction',
  name: 'failing',
  run: () => {
    throw error;
  },
});

test('blocks are done in order, what they add is known to those after them, and nothing is left in the end', async () => {
  const seen: unknown[] = [];
  const { run, told } = tried([
    { kind: 'transaction', name: 'first', run: () => ({ total: 3 }) },
    { kind: 'transaction', name: 'second', run: (_, state) => void seen.push(state) },
  ]);
  expect(await run()).toBeUndefined();
  expect(seen).toEqual([{ event: { a: 1 }, total: 3 }]);
  expect(told).toEqual(['done']);
});

test('a wait ends the work for now', async () => {
  const log: string[] = [];
  const { run } = tried([{ kind: 'wait', name: 'wait', run: () => 60_000 }, block('after', log)]);
  expect(await run()).toMatchObject({ position: 1, dueAt: '1970-01-01T00:01:00.000Z' });
  expect(log).toEqual([]);
  expect(await run()).toBeUndefined();
  expect(log).toEqual(['after']);
});

test('a failure is tried again from the block that failed, and in the end what was done is taken back', async () => {
  const log: string[] = [];
  const { run, told } = tried(
    [
      block('one', log, [block('undo one', log)]),
      block('two', log, [block('undo two', log)]),
      failing(new Error('out of order')),
    ],
    [block('failed', log)],
  );
  expect(await run()).toMatchObject({ position: 2, attempts: 1 });
  expect(await run()).toMatchObject({ position: 2, attempts: 2, error: 'out of order' });
  expect(await run()).toBeUndefined();
  expect(log).toEqual(['one', 'two', 'undo two', 'undo one', 'failed']);
  expect(told).toEqual(['retried', 'retried', 'failed', 'compensated']);
});

test('a refusal is not tried again, and its reason is known to what is done about it', async () => {
  const seen: unknown[] = [];
  const { run, told } = tried(
    [failing(new Refusal('none left'))],
    [{ kind: 'transaction', name: 'failed', run: (_, state) => void seen.push(state) }],
  );
  expect(await run()).toBeUndefined();
  expect(seen).toEqual([{ event: { a: 1 }, failure: { code: 'sold_out', message: 'none left' } }]);
  expect(told).toEqual(['failed', 'compensated']);
});

test('a run that nothing takes back stays for somebody to see to', async () => {
  const { run, told } = tried([failing(new Refusal('none left'))]);
  expect(await run()).toMatchObject({ isDead: true, error: 'none left' });
  expect(told).toEqual(['dead']);
});

test('of two that run the same job, each block is done by one', async () => {
  const log: string[] = [];
  const { run } = tried([block('one', log), block('two', log)]);
  await Promise.all([run(), run()]);
  expect(log).toEqual(['one', 'two']);
});
