import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { definePipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';
import { TerminalError } from '../errors.ts';
import { closeAll, engineFor, eventsOf, memoryStore, typesOf, until } from '../testing/engines.ts';
import { SimulatedClock } from '../testing/simulated-clock.ts';

afterEach(closeAll);

const begin = (name = 'p') => definePipeline({ name, version: '1', input: type<number>() });

test('a loop goes on until its result will do, and sees the round before', async () => {
  const pipeline = begin();
  const grow = pipeline.loop('grow', {
    maxRounds: 10,
    initial: () => ({ round: 0, sum: 0 }),
    run: ({ input, previous, round }) => ({ round, sum: previous.sum + input }),
    until: (result) => result.sum >= 10,
  });
  const definition = pipeline.output(grow);
  const engine = engineFor(definition);
  const run = await engine.start(definition, 4);
  expect(await run.result()).toEqual({ round: 3, sum: 12 });
  expect(typesOf(await eventsOf(run.events()), 'grow')).toEqual([
    'stage.started',
    'stage.expanded',
    'item.started[1]',
    'item.succeeded[1]',
    'item.started[2]',
    'item.succeeded[2]',
    'item.started[3]',
    'item.succeeded[3]',
    'stage.succeeded',
  ]);
});

test('a loop ends after its last round with what it has', async () => {
  const pipeline = begin();
  const forever = pipeline.loop('forever', {
    maxRounds: 3,
    initial: () => 0,
    run: ({ round }) => round,
    until: () => false,
  });
  const definition = pipeline.output(forever);
  expect(await (await engineFor(definition).start(definition, 0)).result()).toBe(3);
});

test('an approval waits for an answer that fits, across processes', async () => {
  const pipeline = begin();
  const review = pipeline.approval('review', {
    prompt: ({ input }) => ({ question: `is ${input} right?` }),
    answer: z.object({ ok: z.boolean() }),
  });
  const after = pipeline.stage('after', {
    needs: { review },
    run: ({ needs }) => (needs.review.ok ? 'yes' : 'no'),
  });
  const definition = pipeline.output(after);
  const store = memoryStore();
  const first = engineFor(definition, { store });
  const run = await first.start(definition, 7, { runId: 'asked' });
  const waiting = await until(first, 'asked', 'stage.waiting');
  expect(waiting).toMatchObject({ on: { kind: 'answer', prompt: { inline: { question: 'is 7 right?' } } } });
  expect(run.status).toBe('waiting');
  expect((await first.runs.get('asked'))?.status).toBe('waiting');
  await first.close();

  const second = engineFor(definition, { store });
  await expect(second.answer('asked', 'after', { ok: true })).rejects.toMatchObject({ code: 'run_state' });
  await expect(second.answer('asked', 'review', { ok: 'maybe' })).rejects.toMatchObject({
    code: 'schema_mismatch',
  });
  await second.answer('asked', 'review', { ok: true }, { by: 'ada' });
  const resumed = await second.resume('asked');
  expect(await resumed.result()).toBe('yes');
  const events = await eventsOf(second.events('asked'));
  expect(events.find((event) => event.type === 'stage.answered')).toMatchObject({ by: 'ada' });
  await expect(second.answer('asked', 'review', { ok: true })).rejects.toMatchObject({ code: 'run_state' });
});

test('an approval that nobody gives in time pauses the run', async () => {
  const pipeline = begin();
  const review = pipeline.approval('review', {
    prompt: () => 'well?',
    answer: type<string>(),
    timeoutMs: 60_000,
  });
  const definition = pipeline.output(review);
  const clock = new SimulatedClock();
  const engine = engineFor(definition, { clock });
  const run = await engine.start(definition, 1);
  await until(engine, run.id, 'stage.waiting');
  clock.turn(60_001);
  await expect(run.result()).rejects.toMatchObject({
    code: 'run_paused',
    failure: { code: 'answer_timeout' },
  });
});

test('a sleep survives its process and ends at its time', async () => {
  const pipeline = begin();
  const nap = pipeline.sleep('nap', { forMs: ({ input }) => input * 1_000 });
  const after = pipeline.stage('after', { needs: { nap }, run: () => 'awake' });
  const definition = pipeline.output(after);
  const store = memoryStore();
  const clock = new SimulatedClock();
  const first = engineFor(definition, { store, clock });
  const run = await first.start(definition, 3_600);
  await until(first, run.id, 'stage.waiting');
  expect(await first.runs.get(run.id)).toMatchObject({ status: 'waiting', wakeAt: clock.now() + 3_600_000 });
  await first.close();
  const second = engineFor(definition, { store, clock });
  clock.turn(1_800_000);
  expect(await second.recover()).toHaveLength(0);
  clock.turn(1_800_000);
  const [recovered] = await second.recover();
  expect(await recovered?.result()).toBe('awake');
});

test('a call runs another pipeline as a run of its own', async () => {
  const inner = definePipeline({ name: 'inner', version: '1', input: z.object({ n: z.number() }) });
  const innerDefinition = inner.output(inner.stage('double', { run: ({ input }) => input.n * 2 }));
  const pipeline = begin();
  const called = pipeline.call('called', { pipeline: innerDefinition, input: ({ input }) => ({ n: input }) });
  const after = pipeline.stage('after', { needs: { called }, run: ({ needs }) => needs.called + 1 });
  const definition = pipeline.output(after);
  const engine = engineFor(definition);
  const run = await engine.start(definition, 20, { runId: 'outer' });
  expect(await run.result()).toBe(41);
  expect(await engine.runs.get('outer.called')).toMatchObject({
    pipeline: 'inner',
    status: 'succeeded',
    parent: { runId: 'outer', stage: 'called' },
  });
});

test('a called run that pauses pauses its caller, and both go on together', async () => {
  let isFixed = false;
  const inner = definePipeline({ name: 'inner', version: '1', input: type<null>() });
  const shaky = inner.stage('shaky', {
    run: () => {
      if (!isFixed) throw new Error('not yet');
      return 'fixed';
    },
  });
  const pipeline = begin();
  const called = pipeline.call('called', { pipeline: inner.output(shaky), input: () => null });
  const definition = pipeline.output(called);
  const engine = engineFor(definition);
  const run = await engine.start(definition, 1, { runId: 'outer' });
  await expect(run.result()).rejects.toMatchObject({ failure: { code: 'called_run_paused' } });
  isFixed = true;
  expect(await (await engine.resume('outer')).result()).toBe('fixed');
  expect(await engine.runs.list({ pipeline: 'inner' })).toMatchObject({ total: 1 });
});

test('a called run that fails is called afresh when its caller resumes', async () => {
  let isFixed = false;
  const inner = definePipeline({ name: 'inner', version: '1', input: type<null>() });
  const fatal = inner.stage('fatal', {
    run: () => {
      if (!isFixed) throw new TerminalError('hopeless');
      return 'well';
    },
  });
  const pipeline = begin();
  const called = pipeline.call('called', { pipeline: inner.output(fatal), input: () => null });
  const definition = pipeline.output(called);
  const engine = engineFor(definition);
  const run = await engine.start(definition, 1, { runId: 'outer' });
  await expect(run.result()).rejects.toMatchObject({
    code: 'run_paused',
    failure: { code: 'called_run_failed' },
  });
  isFixed = true;
  expect(await (await engine.resume('outer')).result()).toBe('well');
  const { runs } = await engine.runs.list({ pipeline: 'inner' });
  expect(runs.map(({ id, status }) => [id, status])).toEqual([
    ['outer.called.2', 'succeeded'],
    ['outer.called', 'failed'],
  ]);
});

test('cancelling a run cancels what it called, and waits for it', async () => {
  const inner = definePipeline({ name: 'inner', version: '1', input: type<null>() });
  const slow = inner.stage('slow', {
    run: ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  });
  const pipeline = begin();
  const called = pipeline.call('called', { pipeline: inner.output(slow), input: () => null });
  const definition = pipeline.output(called);
  const engine = engineFor(definition);
  const run = await engine.start(definition, 1, { runId: 'outer' });
  await until(engine, 'outer', 'stage.waiting');
  await run.cancel();
  await expect(run.result()).rejects.toMatchObject({ code: 'run_cancelled' });
  expect((await engine.runs.get('outer.called'))?.status).toBe('cancelled');
});
