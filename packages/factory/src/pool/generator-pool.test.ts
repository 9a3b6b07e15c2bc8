import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { GeneratorPool, type GeneratorPoolOptions } from './generator-pool.ts';

const factory = new URL('../index.ts', import.meta.url).href;

/** A pack with one generator for each way to behave. */
const pack = `
import { threadId } from 'node:worker_threads';
import { FileTree, defineGenerator, definePack } from ${JSON.stringify(factory)};
const ways = {
  greet: ({ who }) => new FileTree().write('hello.txt', 'Hello ' + who),
  thread: async ({ ms }) => { await new Promise((done) => setTimeout(done, ms)); return new FileTree().write('id.txt', String(threadId)); },
  environment: () => new FileTree().write('env.json', JSON.stringify(Object.keys(process.env))),
  throw: () => { throw Object.assign(new Error('no'), { code: 'too_odd' }); },
  loop: () => { for (;;); },
  hog: () => { let all; for (;;) all = { all }; },
  exit: () => process.exit(3),
};
const accepts = { safeParse: (data) => ({ success: true, data }) };
export default definePack({
  name: 'wild', version: '1.0.0', description: 'Behaves.', millwright: '*',
  setup: () => ({
    generators: Object.entries(ways).map(([name, generate]) =>
      defineGenerator({ name: 'wild/' + name, version: '1.0.0', description: name, capabilities: [], accepts, generate })),
  }),
});
`;

async function openPool(options: Partial<GeneratorPoolOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'pool-'));
  const entry = join(folder, 'pack.mjs');
  await writeFile(entry, pack);
  const pool = new GeneratorPool({ millwright: '0.1.0', threads: 2, ...options });
  onTestFinished(async () => {
    await pool[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  const run = (way: string, model: unknown = {}, more: { timeMs?: number; signal?: AbortSignal } = {}) =>
    pool.run({ entry, generator: `wild/${way}`, model, ...more });
  return { pool, run };
}

test('a generator of a pack runs on a thread, without the environment of the process', async () => {
  const { pool, run } = await openPool();
  expect((await run('greet', { who: 'you' })).get('hello.txt')?.content).toBe('Hello you');
  expect((await run('environment')).get('env.json')?.content).toBe('[]');
  expect(pool.diagnostics().generators['wild/greet']).toMatchObject({
    jobs: 1,
    failures: 0,
    files: 1,
    characters: 9,
  });
});

test('jobs at once are spread over the threads', async () => {
  const { run } = await openPool();
  const trees = await Promise.all([1, 2, 3, 4].map(() => run('thread', { ms: 100 })));
  expect(new Set(trees.map((tree) => tree.get('id.txt')?.content)).size).toBe(2);
});

test('an error of a generator comes back with its code', async () => {
  const { pool, run } = await openPool();
  await expect(run('throw')).rejects.toMatchObject({
    name: 'GeneratorFailedError',
    code: 'too_odd',
    message: 'no',
  });
  await expect(run('nothing')).rejects.toMatchObject({ code: 'unknown_generator' });
  expect(pool.diagnostics().generators['wild/throw']).toMatchObject({ jobs: 1, failures: 1 });
});

test('an endless loop, a memory hog and an exit fail alone; their threads are replaced', async () => {
  const { run } = await openPool({ threads: 1, memoryMb: 64 });
  await expect(run('loop', {}, { timeMs: 300 })).rejects.toMatchObject({ code: 'generator_timed_out' });
  await expect(run('hog')).rejects.toMatchObject({ code: 'generator_out_of_memory' });
  await expect(run('exit')).rejects.toMatchObject({ code: 'generator_crashed' });
  expect((await run('greet', { who: 'all' })).get('hello.txt')?.content).toBe('Hello all');
});

test('a job can be given up', async () => {
  const { run } = await openPool({ threads: 1 });
  const giving = new AbortController();
  const looping = run('loop', {}, { signal: giving.signal });
  const reason = new Error('no longer wanted');
  setTimeout(() => giving.abort(reason), 100);
  await expect(looping).rejects.toBe(reason);
});
