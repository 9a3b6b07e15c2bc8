import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { definePipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';
import { TerminalError } from '../errors.ts';
import { closeAll, eventsOf as all, engineFor, memoryStore, opened, until } from '../testing/engines.ts';
import { createEngine } from './engine.ts';

afterEach(closeAll);

test('runs a graph with a map and returns its output', async () => {
  const pipeline = definePipeline({
    name: 'words',
    version: '1',
    input: z.object({ text: z.string() }),
    services: type<{ shout(word: string): string }>(),
  });
  const split = pipeline.stage('split', { run: ({ input }) => input.text.split(' ') });
  const count = pipeline.stage('count', { needs: { split }, run: ({ needs }) => needs.split.length });
  const loud = pipeline.map('loud', {
    needs: { split },
    over: ({ needs }) => needs.split,
    key: (word) => word,
    run: async ({ item, services, index }) => {
      // Later items finish first: the output keeps the items' order all the same.
      for (let turn = index; turn < 3; turn += 1) await new Promise(setImmediate);
      return services.shout(item);
    },
  });
  const definition = pipeline.output({ count, loud });
  const store = memoryStore();
  const engine = createEngine({
    store,
    pipelines: [definition],
    services: { shout: (word: string) => word.toUpperCase() },
  });
  opened(engine);

  const run = await engine.start(definition, { text: 'a b c' }, { labels: { by: 'me' } });
  expect(await run.result()).toEqual({ count: 3, loud: ['A', 'B', 'C'] });
  expect(run.status).toBe('succeeded');

  const events = await all(run.events());
  expect(events.map(({ n }) => n)).toEqual(events.map((_, index) => index + 1));
  expect(events[0]?.type).toBe('run.created');
  expect(events.at(-1)?.type).toBe('run.succeeded');
  expect(events.filter(({ type }) => type === 'item.succeeded')).toHaveLength(3);
  expect((await all(run.events({ after: 5 }))).map(({ n }) => n)).toEqual(events.slice(5).map(({ n }) => n));

  const { runs, total } = await engine.runs.list({ status: 'succeeded', labels: { by: 'me' } });
  expect(total).toBe(1);
  expect(runs[0]).toMatchObject({
    id: run.id,
    pipeline: 'words',
    lastEvent: events.length,
    owner: undefined,
  });
});

test('stages see exactly the outputs of their needs, frozen', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<{ list: number[] }>() });
  const a = pipeline.stage('a', { run: ({ input }) => ({ list: input.list }) });
  const b = pipeline.stage('b', { needs: { renamed: a }, run: ({ needs }) => Object.keys(needs) });
  const c = pipeline.stage('c', { needs: { a }, run: ({ needs }) => Reflect.set(needs.a.list, 0, 9) });
  const definition = pipeline.output({ b, c });
  const run = await engineFor(definition).start(definition, { list: [1] });
  expect(await run.result()).toEqual({ b: ['renamed'], c: false });
});

test('independent stages run at the same time', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const { promise: aRuns, resolve: aStarted } = Promise.withResolvers<void>();
  const { promise: bRuns, resolve: bStarted } = Promise.withResolvers<void>();
  const a = pipeline.stage('a', {
    run: async () => {
      aStarted();
      await bRuns;
    },
  });
  const b = pipeline.stage('b', {
    run: async () => {
      bStarted();
      await aRuns;
    },
  });
  const definition = pipeline.output({ a, b });
  const run = await engineFor(definition).start(definition, null);
  expect(await run.result()).toEqual({ a: undefined, b: undefined });
});

test('a map keeps to its limit, and an engine to its own', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<number>() });
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    running -= 1;
  };
  const over = ({ input }: { input: number }) => Array.from({ length: input }, (_, index) => index);
  const narrow = pipeline.map('narrow', { over, limit: 2, run: work });
  const wide = pipeline.map('wide', { needs: { narrow }, over, run: work });
  const definition = pipeline.output(wide);
  const engine = createEngine({ store: memoryStore(), pipelines: [definition], concurrency: 3 });
  opened(engine);
  let mostNarrow = 0;
  engine.listen((event) => {
    if (event.type === 'stage.succeeded' && event.stage === 'narrow') mostNarrow = most;
  });
  const run = await engine.start(definition, 20);
  expect(await run.result()).toHaveLength(20);
  expect(mostNarrow).toBe(2);
  expect(most).toBe(3);
});

test('a failing stage is retried, then pauses the run, and goes on after a resume', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  let isFixed = false;
  const keys: string[] = [];
  const fine = pipeline.stage('fine', { run: () => 'kept' });
  const shaky = pipeline.map('shaky', {
    needs: { fine },
    over: () => ['x', 'y'],
    key: (item) => item,
    retry: { attempts: 2, delayMs: 1 },
    run: ({ item, attempt, idempotencyKey }) => {
      keys.push(idempotencyKey);
      if (item === 'y' && !isFixed) throw Object.assign(new Error('no such luck'), { code: 'luck' });
      return `${item}${attempt}`;
    },
  });
  const definition = pipeline.output({ fine, shaky });
  const engine = engineFor(definition);
  const run = await engine.start(definition, null, { runId: 'one' });
  await expect(run.result()).rejects.toMatchObject({
    code: 'run_paused',
    failure: { code: 'luck', stage: 'shaky', item: 'y' },
  });
  expect(await engine.runs.get('one')).toMatchObject({ status: 'paused', failure: { code: 'luck' } });
  isFixed = true;
  const resumed = await engine.resume('one');
  expect(await resumed.result()).toEqual({ fine: 'kept', shaky: ['x1', 'y3'] });
  expect(new Set(keys).size).toBe(2);
  const events = await all(engine.events('one'));
  expect(events.filter((event) => event.type === 'stage.started' && event.stage === 'fine')).toHaveLength(1);
});

test('a terminal error fails the run at once and stops what else is running', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const slow = pipeline.stage('slow', {
    run: ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  });
  const fatal = pipeline.stage('fatal', {
    retry: { attempts: 5 },
    run: () => {
      throw new TerminalError('contradiction', { code: 'contradiction' });
    },
  });
  const definition = pipeline.output({ slow, fatal });
  const engine = engineFor(definition);
  const run = await engine.start(definition, null);
  await expect(run.result()).rejects.toMatchObject({
    code: 'run_failed',
    failure: { code: 'contradiction' },
  });
  const types = (await all(run.events())).map(({ type }) => type);
  expect(types.slice(-3)).toEqual(['run.failing', 'stage.cancelled', 'run.failed']);
});

test('cancel reaches running code as an abort signal, and a pause lets it finish', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const first = Promise.withResolvers<void>();
  const a = pipeline.stage('a', { run: () => first.promise });
  const b = pipeline.stage('b', {
    needs: { a },
    run: ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  });
  const definition = pipeline.output(b);
  const engine = engineFor(definition);
  const run = await engine.start(definition, null);
  await run.pause();
  first.resolve();
  await expect(run.result()).rejects.toMatchObject({ code: 'run_paused', failure: undefined });
  const again = await engine.resume(run.id);
  await again.cancel('changed my mind');
  await expect(again.result()).rejects.toMatchObject({ code: 'run_cancelled' });
  expect((await engine.runs.get(run.id))?.status).toBe('cancelled');
});

test('a condition skips a stage, and its dependants see undefined', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<number>() });
  const big = pipeline.stage('big', { when: ({ input }) => input > 10, run: () => 'big' });
  const after = pipeline.stage('after', { needs: { big }, run: ({ needs }) => needs.big ?? 'small' });
  const definition = pipeline.output(after);
  const engine = engineFor(definition);
  expect(await (await engine.start(definition, 5)).result()).toBe('small');
  expect(await (await engine.start(definition, 50)).result()).toBe('big');
});

test('an attempt that takes too long fails with a timeout', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const slow = pipeline.stage('slow', {
    timeoutMs: 5,
    run: ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('x')))),
  });
  const definition = pipeline.output(slow);
  const run = await engineFor(definition).start(definition, null);
  await expect(run.result()).rejects.toMatchObject({ failure: { code: 'stage_timeout' } });
});

test('large values travel by reference and come back whole', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<string>() });
  const big = pipeline.stage('big', { run: ({ input }) => ({ text: input.repeat(2) }) });
  const parts = pipeline.map('part', {
    needs: { big },
    over: ({ needs }) => [needs.big.text, 'small'],
    run: ({ item, input }) => item.length - input.length,
  });
  const definition = pipeline.output({ big, parts });
  const engine = engineFor(definition);
  const text = 'ä'.repeat(20_000);
  const run = await engine.start(definition, text);
  expect(await run.result()).toEqual({ big: { text: text + text }, parts: [20_000, 5 - 20_000] });
  const [created] = await all(run.events());
  expect(created).toMatchObject({ input: { blob: expect.any(String), bytes: 40_002 } });
});

test('what JSON would change is refused', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const dated = pipeline.stage('dated', { run: () => ({ when: [new Date(0)] }) });
  const definition = pipeline.output(dated);
  const run = await engineFor(definition).start(definition, null);
  await expect(run.result()).rejects.toMatchObject({
    failure: { code: 'value_not_serialisable', message: expect.stringContaining('$.when[0]') },
  });
});

test('bad input, a taken id and an unknown run are refused', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: z.object({ n: z.number() }) });
  const definition = pipeline.output(pipeline.stage('a', { run: ({ input }) => input.n }));
  const engine = engineFor(definition);
  await expect(engine.start(definition, { n: 'one' as never })).rejects.toMatchObject({
    code: 'schema_mismatch',
    issues: [{ path: 'n' }],
  });
  const run = await engine.start(definition, { n: 1 }, { runId: 'mine' });
  await run.result();
  await expect(engine.start(definition, { n: 1 }, { runId: 'mine' })).rejects.toMatchObject({
    code: 'run_exists',
  });
  await expect(engine.resume('nobody')).rejects.toMatchObject({ code: 'run_not_found' });
  expect(await (await engine.resume('mine')).result()).toBe(1);
});

test('resuming under a changed definition is refused, with what changed, unless accepted', async () => {
  const build = (version: string, isFixed: boolean) => {
    const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
    const a = pipeline.stage('a', { run: () => 'a1' });
    const b = pipeline.stage('b', {
      needs: { a },
      version,
      run: ({ needs }) => {
        if (!isFixed) throw new Error('broken');
        return `${needs.a} b`;
      },
    });
    return pipeline.output(b);
  };
  const store = memoryStore();
  const old = build('1', false);
  const run = await engineFor(old, { store }).start(old, null, { runId: 'r' });
  await expect(run.result()).rejects.toMatchObject({ code: 'run_paused' });
  const engine = engineFor(build('2', true), { store });
  await expect(engine.resume('r')).rejects.toMatchObject({
    code: 'definition_changed',
    changes: ['stage b went from version 1 to 2'],
  });
  expect(await (await engine.resume('r', { acceptChanges: true })).result()).toBe('a1 b');
  expect(await (await engine.resume('r')).result()).toBe('a1 b');
});

test('progress and logs are events, and followers see everything as it happens', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const gate = Promise.withResolvers<void>();
  const a = pipeline.stage('a', {
    run: async ({ progress, log }) => {
      progress({ done: 1, total: 2, message: 'half' });
      log('info', 'hello', { x: 1 });
      await gate.promise;
    },
  });
  const definition = pipeline.output(a);
  const run = await engineFor(definition).start(definition, null);
  const seen: string[] = [];
  for await (const event of run.events()) {
    seen.push(event.type);
    if (event.type === 'stage.log') gate.resolve();
  }
  expect(seen).toEqual([
    'run.created',
    'run.claimed',
    'stage.started',
    'stage.progress',
    'stage.log',
    'stage.succeeded',
    'run.succeeded',
  ]);
});

test('closing an engine leaves its runs to the next one', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  let calls = 0;
  const bRuns = Promise.withResolvers<void>();
  const a = pipeline.stage('a', { run: () => 'a' });
  const b = pipeline.stage('b', {
    needs: { a },
    run: ({ signal, attempt }) => {
      calls += 1;
      bRuns.resolve();
      if (attempt > 1) return 'b';
      return new Promise<string>((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      );
    },
  });
  const definition = pipeline.output(b);
  const store = memoryStore();
  const engine = engineFor(definition, { store });
  const run = await engine.start(definition, null);
  await bRuns.promise;
  await engine.close();
  await expect(run.result()).rejects.toMatchObject({ code: 'engine_closed' });
  const [recovered] = await engineFor(definition, { store }).recover();
  expect(await recovered?.result()).toBe('b');
  expect(calls).toBe(2);
});

test('a run can be inspected at any time, and what it has produced is there even if it fails', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const good = pipeline.stage('good', { run: () => ({ kept: true }) });
  const parts = pipeline.map('part', {
    needs: { good },
    over: () => [1, 2, 3],
    run: ({ item }) => {
      if (item === 2) throw Object.assign(new Error('two'), { code: 'two' });
      return item;
    },
  });
  const definition = pipeline.output(parts);
  const engine = engineFor(definition);
  const run = await engine.start(definition, null);
  await expect(run.result()).rejects.toMatchObject({ code: 'run_paused' });
  expect(await engine.outputs(run.id)).toEqual({ good: { kept: true } });
  expect(await engine.inspect(run.id)).toMatchObject({
    status: 'paused',
    failure: { code: 'two', stage: 'part', item: '1' },
    stages: [
      { name: 'good', status: 'succeeded', needs: [] },
      { name: 'part', status: 'running', needs: ['good'], items: { succeeded: 2, failed: 1 } },
    ],
  });
});

test('failed work can be given another chance while the rest is still going', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const gate = Promise.withResolvers<string>();
  const slow = pipeline.stage('slow', { run: () => gate.promise });
  const shaky = pipeline.stage('shaky', {
    run: ({ attempt }) => {
      if (attempt === 1) throw new Error('once');
      return 'done';
    },
  });
  const definition = pipeline.output({ slow, shaky });
  const engine = engineFor(definition);
  const run = await engine.start(definition, null);
  await until(engine, run.id, 'stage.failed');
  await engine.resume(run.id, { stage: 'shaky' });
  gate.resolve('slow');
  expect(await run.result()).toEqual({ slow: 'slow', shaky: 'done' });
});

test('a request to a run that has ended changes nothing', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const definition = pipeline.output(pipeline.stage('a', { run: () => 1 }));
  const engine = engineFor(definition);
  const run = await engine.start(definition, null);
  await run.result();
  const before = await all(run.events());
  await engine.cancel(run.id);
  await engine.pause(run.id);
  expect(await engine.recover()).toEqual([]);
  expect(await all(run.events())).toEqual(before);
  await expect(engine.cancel('nobody')).rejects.toMatchObject({ code: 'run_not_found' });
});

test('an empty map succeeds with an empty array', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const none = pipeline.map('none', { over: () => [] as string[], run: ({ item }) => item });
  const definition = pipeline.output(none);
  expect(await (await engineFor(definition).start(definition, null)).result()).toEqual([]);
});
