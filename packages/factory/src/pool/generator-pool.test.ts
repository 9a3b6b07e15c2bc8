import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { GeneratorPool } from './generator-pool.ts';
import type { GeneratorPoolOptions } from './pool-options.ts';
import type { PooledJob } from './pooled-job.ts';
import { tryWorker } from './try-worker.ts';

/** A pack with one generator for each way to behave. */
const pack = `
import { writeSync } from 'node:fs';
let mine;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const ways = {
  greet: ({ who }) => [{ path: 'hello.txt', content: 'Hello ' + who }],
  process: async ({ ms }) => { await pause(ms); return [{ path: 'id.txt', content: String(process.pid) }]; },
  environment: () => [{ path: 'env.json', content: JSON.stringify(Object.keys(process.env)) }],
  report: (_, { report }) => { report('half of it'); return []; },
  escape: () => [{ path: '../out.txt', content: '' }],
  use: () => mine.run(),
  throw: () => { throw Object.assign(new Error('no'), { code: 'too_odd' }); },
  change: ({ shared }) => { shared.list.push(1); return []; },
  count: ({ shared }) => [{ path: 'n.txt', content: String(shared.list.length) }],
  loop: () => { for (;;); },
  hog: () => { let all; for (;;) all = { all }; },
  hogAtOnce: () => { const all = []; for (;;) all.push(new Array(2 ** 27).fill(1)); },
  hugeBuffer: () => [{ path: 'n.txt', content: String(Buffer.alloc(6_000_000_000).length) }],
  flood: () => [{ path: 'n.txt', content: 'x'.repeat(4_000_000) }],
  exit: () => process.exit(3),
  kill: () => process.kill(process.pid, 'SIGKILL'),
  abort: () => process.abort(),
  reject: async () => { void Promise.reject(new Error('nobody cares')); await pause(10_000); },
  forge: async () => { writeSync(3, 'I am done\\n'); await pause(10_000); },
  rejectLater: () => { setTimeout(() => Promise.reject(new Error('late')), 20); return []; },
  loopLater: () => { setTimeout(() => { for (;;); }, 20); return []; },
};
const accepts = { safeParse: (data) => ({ success: true, data }) };
export default {
  name: 'wild', version: '1.0.0', description: 'Behaves.', millwright: '*', requires: { other: '^1.0.0' },
  setup: (services) => {
    if (services.has({ name: 'sandbox' })) mine = services.get({ name: 'sandbox' });
    return { generators: Object.entries(ways).map(([name, generate]) =>
      ({ name: 'wild/' + name, version: '1.0.0', description: name, capabilities: [], accepts, generate })) };
  },
};
`;

async function openPool(options: Partial<GeneratorPoolOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'pool-'));
  const entry = join(folder, 'pack.mjs');
  await writeFile(entry, pack);
  const pool = new GeneratorPool({ millwright: '0.1.0', count: 1, ...options });
  onTestFinished(async () => {
    await pool[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  const run = (way: string, model: unknown = {}, more: Partial<PooledJob> = {}) =>
    pool.run({ entry, generator: `wild/${way}`, model, ...more });
  const greets = async () => (await run('greet', { who: 'all' })).get('hello.txt')?.content === 'Hello all';
  return { pool, run, greets };
}

test('a generator of a pack runs in a process of its own, without the environment of this one', async () => {
  const { pool, run } = await openPool();
  expect((await run('greet', { who: 'you' })).get('hello.txt')?.content).toBe('Hello you');
  const environment = JSON.parse((await run('environment')).get('env.json')?.content ?? '');
  // What a shell sets for itself is no secret of ours.
  expect(environment.filter((name: string) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name))).toEqual([]);
  const reports: string[] = [];
  await run('report', {}, { report: (message) => reports.push(message) });
  expect(reports).toEqual(['half of it']);
  expect(pool.diagnostics()).toMatchObject({
    workers: [{ status: 'idle', jobs: 3, packs: 1 }],
    waiting: 0,
    started: 1,
    crashed: 0,
  });
});

test('jobs at once are spread over the workers, and more of them wait', async () => {
  const { pool, run } = await openPool({ count: 2 });
  const jobs = [1, 2, 3, 4, 5].map(() => run('process', { ms: 300 }));
  expect(pool.diagnostics().waiting).toBe(5);
  const trees = await Promise.all(jobs);
  expect(new Set(trees.map((tree) => tree.get('id.txt')?.content)).size).toBe(2);
  expect(pool.diagnostics().started).toBe(2);
});

test('an error of a generator comes back with its code, and ends no worker', async () => {
  const { pool, run } = await openPool({ services: ['sandbox'] });
  await expect(run('throw')).rejects.toMatchObject({
    name: 'GeneratorFailedError',
    code: 'too_odd',
    message: 'no',
  });
  await expect(run('nothing')).rejects.toMatchObject({ code: 'unknown_generator' });
  await expect(run('escape')).rejects.toMatchObject({ code: 'unsafe_path' });
  await expect(run('use')).rejects.toMatchObject({ code: 'service_elsewhere' });
  await expect(run('greet', { who: 1n })).rejects.toMatchObject({ code: 'model_not_accepted' });
  expect(pool.diagnostics()).toMatchObject({ started: 1, crashed: 0 });
});

test('what jobs share is sent once, and no job can change it for the others', async () => {
  const { run } = await openPool();
  const shared = Object.freeze({ list: Object.freeze([1, 2, 3]) });
  await expect(run('change', { shared })).rejects.toMatchObject({ code: 'generator_failed' });
  expect((await run('count', { shared })).get('n.txt')?.content).toBe('3');
  for (let length = 0; length < 12; length++) {
    const tree = await run('count', { shared: Object.freeze({ list: Array.from({ length }) }) });
    expect(tree.get('n.txt')?.content).toBe(String(length));
  }
  expect((await run('count', { shared })).get('n.txt')?.content).toBe('3');
});

test.each([
  ['loop', 'generator_timed_out'],
  ['hog', 'generator_out_of_memory'],
  ['hogAtOnce', 'generator_out_of_memory'],
  ['flood', 'generator_output_too_large'],
  ['exit', 'generator_crashed'],
  ['kill', 'generator_crashed'],
  ['abort', 'generator_crashed'],
  ['reject', 'generator_crashed'],
  ['forge', 'generator_crashed'],
])('%s fails alone, and the next job has a worker', async (way, code) => {
  const { run, greets } = await openPool({ memoryMb: 64, maxMessageBytes: 1_000_000 });
  expect(await greets()).toBe(true);
  await expect(run(way, {}, way === 'loop' ? { timeMs: 300 } : {})).rejects.toMatchObject({ code });
  expect(await greets()).toBe(true);
});

test.runIf(process.platform === 'linux')('one huge buffer is refused', async () => {
  const { run, greets } = await openPool({ memoryMb: 64 });
  await expect(run('hugeBuffer')).rejects.toThrow();
  expect(await greets()).toBe(true);
});

test('a worker that ends or hangs between jobs is replaced, and the next job does not notice', async () => {
  const { pool, run, greets } = await openPool({ answerMs: 1_000 });
  await run('rejectLater');
  await new Promise((done) => setTimeout(done, 200));
  expect(await greets()).toBe(true);
  expect(pool.diagnostics()).toMatchObject({ crashed: 1 });
  await run('loopLater');
  await new Promise((done) => setTimeout(done, 200));
  expect(await greets()).toBe(true);
  expect(pool.diagnostics()).toMatchObject({ unanswering: 1 });
});

test('a worker that hangs is found by asking it, before a job needs it; one without work ends', async () => {
  const { pool, run } = await openPool({ answerMs: 500, healthMs: 100, idleMs: 60_000 });
  await run('loopLater');
  await expect
    .poll(() => pool.diagnostics(), { timeout: 20_000 })
    .toMatchObject({ workers: [], unanswering: 1 });
  const { pool: lazy, greets } = await openPool({ healthMs: 50, idleMs: 100 });
  await greets();
  await expect.poll(() => lazy.diagnostics(), { timeout: 20_000 }).toMatchObject({ workers: [], crashed: 0 });
});

test('a job can be given up while it runs and while it waits', async () => {
  const { run, greets } = await openPool();
  const giving = new AbortController();
  const running = run('loop', {}, { signal: giving.signal });
  const waiting = run('greet', {}, { signal: giving.signal });
  const reason = new Error('no longer wanted');
  setTimeout(() => giving.abort(reason), 100);
  await expect(running).rejects.toBe(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(run('greet', {}, { signal: giving.signal })).rejects.toBe(reason);
  expect(await greets()).toBe(true);
});

test('whether workers start here can be tried', async () => {
  const trial = await tryWorker({ millwright: '0.1.0', count: 2, memoryMb: 64 });
  expect(trial).toMatchObject({ count: 2, memoryMb: 64 });
  await expect(tryWorker({ millwright: '0.1.0', memoryMb: 1 })).rejects.toThrow(/memory/i);
});

test('where no worker starts, the job says so instead of waiting for ever', async () => {
  const { run } = await openPool({ memoryMb: 1 });
  await expect(run('greet')).rejects.toMatchObject({ code: 'pool_unavailable' });
});

test('a closed pool takes no jobs, and fails those it had', async () => {
  const { pool, run } = await openPool();
  const running = run('loop');
  const waiting = run('greet');
  void Promise.allSettled([running, waiting]);
  await expect.poll(() => pool.diagnostics().workers.length, { timeout: 20_000 }).toBe(1);
  await pool[Symbol.asyncDispose]();
  await expect(running).rejects.toThrow();
  await expect(waiting).rejects.toMatchObject({ code: 'pool_unavailable' });
  await expect(run('greet')).rejects.toMatchObject({ code: 'pool_unavailable' });
});
