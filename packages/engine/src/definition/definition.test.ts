import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { definePipeline, type PipelineInput, type PipelineOutput } from './pipeline.ts';
import { type } from './schema.ts';
import type { StageOutput } from './stage.ts';

test('types flow from needs to output', () => {
  const pipeline = definePipeline({
    name: 'system',
    version: '1',
    input: z.object({ request: z.string(), tries: z.string().transform(Number) }),
    services: type<{ now: () => number }>(),
  });
  const analyse = pipeline.stage('analyse', {
    output: z.object({ words: z.array(z.string()) }),
    run: ({ input, services }) => {
      expectTypeOf(input).toEqualTypeOf<{ request: string; tries: number }>();
      expectTypeOf(services.now()).toEqualTypeOf<number>();
      return { words: input.request.split(' ') };
    },
  });
  const count = pipeline.stage('count', {
    needs: { analyse },
    run: async ({ needs }) => {
      expectTypeOf(needs).toEqualTypeOf<{ readonly analyse: { words: string[] } }>();
      // @ts-expect-error a stage sees only what it needs
      void needs.other;
      return needs.analyse.words.length;
    },
  });
  const maybe = pipeline.stage('maybe', {
    needs: { count },
    when: ({ needs }) => needs.count > 3,
    run: ({ needs }) => needs.count,
  });
  const parts = pipeline.map('part', {
    needs: { analyse, maybe },
    over: ({ needs }) => needs.analyse.words,
    key: (word) => word.toUpperCase(),
    run: ({ item, needs }) => {
      expectTypeOf(item).toEqualTypeOf<string>();
      expectTypeOf(needs.maybe).toEqualTypeOf<number | undefined>();
      return { length: item.length };
    },
  });
  const checked = pipeline.map('checked', {
    needs: { parts },
    output: z.object({ twice: z.number() }),
    over: ({ needs }) => needs.parts,
    run: ({ item }) => ({ twice: item.length * 2 }),
  });
  expectTypeOf<StageOutput<typeof checked>>().toEqualTypeOf<readonly { twice: number }[]>();
  expectTypeOf<StageOutput<typeof maybe>>().toEqualTypeOf<number | undefined>();
  expectTypeOf<StageOutput<typeof parts>>().toEqualTypeOf<readonly { length: number }[]>();
  const built = pipeline.output({ total: count, parts });
  expectTypeOf<PipelineInput<typeof built>>().toEqualTypeOf<{ request: string; tries: string }>();
  expectTypeOf<PipelineOutput<typeof built>>().toEqualTypeOf<{
    readonly total: number;
    readonly parts: readonly { length: number }[];
  }>();
  expect([...built.stages.keys()]).toEqual(['analyse', 'count', 'maybe', 'part', 'checked']);
  expect(built.output).toEqual({ total: 'count', parts: 'part' });
});

test('a result that does not fit its output schema is a type error', () => {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<{ a: string }>() });
  // @ts-expect-error run must return the schema's input
  pipeline.stage('wrong', { output: z.object({ n: z.number() }), run: () => ({ n: 'one' }) });
});

test('what can never run is refused', () => {
  const fresh = () => definePipeline({ name: 'p', version: '1', input: type<string>() });
  const run = () => 1;
  const foreign = fresh().stage('a', { run });
  const invalid = expect.objectContaining({ code: 'definition_invalid' });
  expect(() => fresh().stage('two words', { run })).toThrow(invalid);
  expect(() => fresh().stage('b', { needs: { foreign }, run })).toThrow(invalid);
  expect(() => fresh().stage('b', { retry: { attempts: 0 }, run })).toThrow(invalid);
  expect(() => definePipeline({ name: '', version: '1', input: type<string>() })).toThrow(invalid);
  const twice = fresh();
  twice.stage('a', { run });
  expect(() => twice.stage('a', { run })).toThrow(invalid);
});
