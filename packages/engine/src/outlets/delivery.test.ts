import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { definePipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';
import { setImmediate } from 'node:timers/promises';
import { SimulatedClock } from '../testing/simulated-clock.ts';
import { closeAll, engineFor, eventsOf, memoryStore, opened } from '../testing/engines.ts';
import { type CloudEvent, toCloudEvent } from './cloud-event.ts';
import { deliverEvents } from './deliver-events.ts';
import { jsonLinesFile, jsonLinesStream } from './json-lines.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millwright-outlets-'));
});
afterEach(async () => {
  await closeAll();
  rmSync(folder, { recursive: true, force: true });
});

function definition() {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<number>() });
  const parts = pipeline.map('part', {
    over: ({ input }) => Array.from({ length: input }, (_, n) => n),
    run: ({ item }) => item,
  });
  return pipeline.output(parts);
}

const linesOf = (path: string): CloudEvent[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as CloudEvent);

test('every event of every run reaches the file in order, past runs too if asked for', async () => {
  const pipeline = definition();
  const store = memoryStore();
  const engine = engineFor(pipeline, { store });
  await (await engine.start(pipeline, 3, { runId: 'before' })).result();
  const path = join(folder, 'events.jsonl');
  const delivery = await deliverEvents({
    store,
    engine,
    name: 'file',
    outlet: jsonLinesFile(path),
    past: true,
  });
  await Promise.all(
    ['a', 'b', 'c'].map(async (runId) => (await engine.start(pipeline, 100, { runId })).result()),
  );
  await delivery.caughtUp();
  await delivery.close();
  for (const runId of ['before', 'a', 'b', 'c']) {
    const expected = (await eventsOf(engine.events(runId))).map((event) =>
      toCloudEvent(event, '/millwright'),
    );
    expect(linesOf(path).filter(({ subject }) => subject === runId)).toEqual(expected);
  }
  expect(await store.outlets.list()).toEqual([{ name: 'file', failure: undefined, runsBehind: 0 }]);
});

test('a delivery goes on where the one before stood, and a line torn by a crash is written again', async () => {
  const pipeline = definition();
  const store = memoryStore();
  const engine = engineFor(pipeline, { store });
  const path = join(folder, 'events.jsonl');
  const first = await deliverEvents({ store, name: 'file', outlet: jsonLinesFile(path) });
  await (await engine.start(pipeline, 1, { runId: 'a' })).result();
  await first.caughtUp();
  await first.close();
  await (await engine.start(pipeline, 1, { runId: 'b' })).result();
  appendFileSync(path, '{"specversion":"1.0","id":"b/1","sour');
  const second = await deliverEvents({ store, name: 'file', outlet: jsonLinesFile(path) });
  await second.caughtUp();
  await second.close();
  const ids = linesOf(path).map(({ id }) => id);
  const all = await Promise.all(['a', 'b'].map((runId) => eventsOf(engine.events(runId))));
  expect(ids).toEqual(all.flat().map(({ runId, n }) => `${runId}/${n}`));
});

test('only accepted events are delivered, and the others are passed over for good', async () => {
  const pipeline = definition();
  const store = memoryStore();
  const engine = engineFor(pipeline, { store });
  const stream = new PassThrough();
  const accepts = ({ type }: { type: string }) => type.startsWith('run.');
  const delivery = opened(
    await deliverEvents({ store, engine, name: 's', outlet: jsonLinesStream(stream), accepts }),
  );
  await (await engine.start(pipeline, 2)).result();
  await delivery.caughtUp();
  const lines = String(stream.read()).trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as CloudEvent).type)).toEqual([
    'millwright.run.created',
    'millwright.run.claimed',
    'millwright.run.succeeded',
  ]);
  expect((await store.outlets.list())[0]?.runsBehind).toBe(0);
});

test('an outlet that fails is tried again by its policy, dies, holds up no run, and is resumed without loss', async () => {
  const pipeline = definition();
  const store = memoryStore();
  const engine = engineFor(pipeline, { store });
  const taken: number[] = [];
  let isDown = true;
  let attempts = 0;
  const outlet = {
    deliver: ({ n }: { n: number }) => {
      attempts += 1;
      if (isDown && n === 3) throw Object.assign(new Error('down'), { code: 'down' });
      taken.push(n);
    },
  };
  const delivery = opened(
    await deliverEvents({ store, engine, name: 'shaky', outlet, retry: { attempts: 3, delayMs: 1 } }),
  );
  await (await engine.start(pipeline, 5, { runId: 'r' })).result();
  await expect(delivery.caughtUp()).rejects.toMatchObject({ code: 'outlet_dead' });
  expect(taken).toEqual([1, 2]);
  expect(attempts).toBe(5);
  expect(delivery).toMatchObject({ status: 'dead', failure: { code: 'down' } });
  expect(await store.outlets.list()).toMatchObject([{ failure: { code: 'down' }, runsBehind: 1 }]);
  isDown = false;
  await delivery.resume();
  await delivery.caughtUp();
  expect(taken).toEqual((await eventsOf(engine.events('r'))).map(({ n }) => n));
  expect(delivery).toMatchObject({ status: 'delivering', failure: undefined });
});

test('of two deliveries under one name one delivers, and the other takes over when it is closed', async () => {
  const pipeline = definition();
  const store = memoryStore();
  const engine = engineFor(pipeline, { store });
  const taken: string[] = [];
  const outletOf = (who: string) => ({ deliver: () => void taken.push(who) });
  const one = await deliverEvents({ store, name: 'x', outlet: outletOf('one') });
  await one.caughtUp();
  const two = opened(await deliverEvents({ store, name: 'x', outlet: outletOf('two') }));
  await (await engine.start(pipeline, 1)).result();
  await one.caughtUp();
  expect(new Set(taken)).toEqual(new Set(['one']));
  await one.close();
  await (await engine.start(pipeline, 1)).result();
  await two.caughtUp();
  expect(taken.at(-1)).toBe('two');
});

test('a stream that nobody reads holds up no run, and a delivery to it can be closed', async () => {
  const pipeline = definition();
  const store = memoryStore();
  const engine = engineFor(pipeline, { store });
  const stalled = new PassThrough({ highWaterMark: 1 });
  const delivery = await deliverEvents({ store, engine, name: 's', outlet: jsonLinesStream(stalled) });
  expect(await (await engine.start(pipeline, 2)).result()).toEqual([0, 1]);
  await delivery.close();
  const delivered = String(stalled.read()).split('\n').length;
  expect(delivered).toBeLessThan(5);
  expect((await store.outlets.list())[0]?.runsBehind).toBe(1);
});

test('news does not shorten the time between retries', async () => {
  const pipeline = definition();
  const clock = new SimulatedClock();
  const store = memoryStore();
  const engine = engineFor(pipeline, { store });
  let attempts = 0;
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const outlet = {
    deliver: () => {
      attempts += 1;
      (attempts === 1 ? first : second).resolve();
      throw new Error('down');
    },
  };
  const retry = { delayMs: 1_000, factor: 1, jitter: 0 };
  await (await engine.start(pipeline, 1)).result();
  const delivery = opened(
    await deliverEvents({ store, engine, name: 'x', outlet, retry, clock, past: true }),
  );
  await first.promise;
  await (await engine.start(pipeline, 1)).result();
  await (await engine.start(pipeline, 1)).result();
  clock.turn(999);
  await setImmediate();
  expect(attempts).toBe(1);
  clock.turn(1);
  await second.promise;
  expect(delivery.status).toBe('retrying');
});
