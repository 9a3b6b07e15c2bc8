import { afterEach, expect, test } from 'vitest';
import { definePipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';
import { closeAll, engineFor, eventsOf } from '../testing/engines.ts';

afterEach(closeAll);

test('a named resource limits all runs together', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  let running = 0;
  let most = 0;
  const a = pipeline.stage('a', {
    uses: ['gpu'],
    run: async () => {
      running += 1;
      most = Math.max(most, running);
      for (let turn = 0; turn < 4; turn += 1) await new Promise(setImmediate);
      running -= 1;
    },
  });
  const definition = pipeline.output(a);
  const engine = engineFor(definition, { resources: { gpu: { concurrency: 2 } } });
  const runs = await Promise.all(Array.from({ length: 9 }, () => engine.start(definition, null)));
  await Promise.all(runs.map((run) => run.result()));
  expect(most).toBe(2);
  expect(engine.resources()).toEqual({ gpu: { inUse: 0, breaker: 'closed' } });
});

test('a resource nobody has defined is refused when the engine is created', () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const definition = pipeline.output(pipeline.stage('a', { uses: ['gpu'], run: () => 1 }));
  expect(() => engineFor(definition)).toThrow(expect.objectContaining({ code: 'definition_invalid' }));
});

test('of work that waits for room, the highest priority goes first', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const order: string[] = [];
  const run = ({ stage }: { stage: string }) => {
    order.push(stage);
  };
  const low = pipeline.stage('low', { priority: -1, run });
  const normal = pipeline.stage('normal', { run });
  const high = pipeline.stage('high', { priority: 5, run });
  const definition = pipeline.output({ low, normal, high });
  await (await engineFor(definition, { concurrency: 1 }).start(definition, null)).result();
  expect(order).toEqual(['high', 'normal', 'low']);
});

test('a fallback stands in for work that has failed for good, and the run says so', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const risky = pipeline.stage('risky', {
    retry: { attempts: 2, delayMs: 1 },
    run: (): string => {
      throw Object.assign(new Error('no model'), { code: 'no_model' });
    },
    fallback: ({ failure }) => `plain, because ${failure.code}`,
  });
  const definition = pipeline.output(risky);
  const engine = engineFor(definition);
  const run = await engine.start(definition, null);
  expect(await run.result()).toBe('plain, because no_model');
  expect(await engine.runs.get(run.id)).toMatchObject({ status: 'succeeded', isDegraded: true });
  const events = await eventsOf(run.events());
  expect(events.at(-1)).toMatchObject({ type: 'run.succeeded', degraded: ['risky'] });
  expect(events.filter(({ type }) => type === 'stage.failed')).toHaveLength(1);
});

test('a fallback stands in for items, never for a map that cannot tell its items', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<{ isBroken: boolean }>() });
  const parts = pipeline.map('part', {
    over: ({ input }) => {
      if (input.isBroken) throw new Error('no items');
      return [1, 2];
    },
    run: ({ item }): number => {
      if (item === 2) throw new Error('two');
      return item;
    },
    fallback: ({ item }) => -item,
  });
  const definition = pipeline.output(parts);
  const engine = engineFor(definition);
  expect(await (await engine.start(definition, { isBroken: false })).result()).toEqual([1, -2]);
  await expect((await engine.start(definition, { isBroken: true })).result()).rejects.toMatchObject({
    code: 'run_paused',
    failure: { message: 'no items' },
  });
});

test('an open breaker sends work with a fallback there at once, and makes other work wait', async () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<{ name: string }>() });
  let isUp = false;
  const calls: string[] = [];
  const work = ({ input }: { input: { name: string } }) => {
    calls.push(input.name);
    if (!isUp) throw new Error('down');
    return 'real';
  };
  const soft = pipeline.stage('soft', { uses: ['api'], run: work, fallback: () => 'stand-in' });
  const definition = pipeline.output(soft);
  const patient = definePipeline({ name: 'patient', version: '1', input: type<{ name: string }>() });
  const patientDefinition = patient.output(patient.stage('hard', { uses: ['api'], run: work }));
  const engine = engineFor(definition, {
    pipelines: [definition, patientDefinition],
    resources: { api: { breaker: { failures: 1, resetMs: 50 } } },
  });
  expect(await (await engine.start(definition, { name: 'first' })).result()).toBe('stand-in');
  expect(await (await engine.start(definition, { name: 'second' })).result()).toBe('stand-in');
  expect(calls).toEqual(['first']);
  isUp = true;
  expect(await (await engine.start(patientDefinition, { name: 'third' })).result()).toBe('real');
  expect(calls).toEqual(['first', 'third']);
  expect(engine.resources()['api']?.breaker).toBe('closed');
});
