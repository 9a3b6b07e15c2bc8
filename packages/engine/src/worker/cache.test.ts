import { afterEach, expect, test } from 'vitest';
import { definePipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';
import { closeAll, engineFor, eventsOf, memoryStore } from '../testing/engines.ts';

afterEach(closeAll);

function cached(version: string, calls: string[]) {
  const pipeline = definePipeline({
    name: 'p',
    version: '1',
    input: type<{ words: string[]; note: string }>(),
  });
  const model = pipeline.stage('model', {
    cache: { key: ({ input }) => input.words.length },
    run: ({ input }) => {
      calls.push('model');
      return { size: input.words.length, filler: 'x'.repeat(20_000) };
    },
  });
  const parts = pipeline.map('part', {
    needs: { model },
    version,
    over: ({ input }) => input.words,
    key: (word) => word[0] ?? '',
    cache: { key: ({ item, needs }) => [item, needs.model.size] },
    run: ({ item }) => {
      calls.push(item);
      return `${item}!`;
    },
  });
  return pipeline.output({ model, parts });
}

test('a later run reuses earlier results, and says why it could not', async () => {
  const calls: string[] = [];
  const store = memoryStore();
  const definition = cached('1', calls);
  const engine = engineFor(definition, { store });
  const first = await engine.start(definition, { words: ['ant', 'bee'], note: 'one' }, { runId: 'first' });
  await first.result();
  expect(calls).toEqual(['model', 'ant', 'bee']);

  const second = await engine.start(definition, { words: ['ant', 'bat'], note: 'two' });
  expect((await second.result()).parts).toEqual(['ant!', 'bat!']);
  expect(calls).toEqual(['model', 'ant', 'bee', 'bat']);
  const events = await eventsOf(second.events());
  const reused = events.filter((event) => 'cached' in event && event.cached === 'first');
  expect(reused).toHaveLength(2);
  expect(events.filter(({ type }) => type.endsWith('cache-missed'))).toMatchObject([
    { item: 'b', changed: ['key'] },
  ]);

  const newer = cached('2', calls);
  const third = await engineFor(newer, { store }).start(newer, { words: ['ant'], note: '' });
  await third.result();
  const missed = (await eventsOf(third.events())).filter(({ type }) => type.endsWith('cache-missed'));
  expect(missed).toMatchObject([
    { stage: 'model', changed: ['key'] },
    { item: 'a', changed: ['version', 'key'] },
  ]);
});

test('cached results outlive the run that made them, until they are evicted', async () => {
  const calls: string[] = [];
  const store = memoryStore();
  const definition = cached('1', calls);
  const engine = engineFor(definition, { store });
  const input = { words: ['ant'], note: '' };
  await (await engine.start(definition, input, { runId: 'gone' })).result();
  expect(await engine.runs.delete({ runIds: ['gone'] })).toBe(1);
  const again = await engine.start(definition, input);
  expect((await again.result()).model.size).toBe(1);
  expect(calls).toEqual(['model', 'ant']);
  await engine.runs.delete({ runIds: [again.id] });
  expect(await store.trimCache(100)).toBe(1);
  await (await engine.start(definition, input)).result();
  expect(calls).toEqual(['model', 'ant', 'model']);
});

test('with cache: true everything a stage sees counts', async () => {
  let calls = 0;
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<{ a: number; b?: number }>() });
  const counted = pipeline.stage('counted', {
    cache: true,
    run: () => {
      calls += 1;
      return calls;
    },
  });
  const definition = pipeline.output(counted);
  const engine = engineFor(definition);
  expect(await (await engine.start(definition, { a: 1, b: 2 })).result()).toBe(1);
  expect(await (await engine.start(definition, { b: 2, a: 1 })).result()).toBe(1);
  expect(await (await engine.start(definition, { a: 1 })).result()).toBe(2);
});
