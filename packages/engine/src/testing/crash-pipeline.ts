import { setTimeout as sleep } from 'node:timers/promises';
import { definePipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';

/** A graph with every shape that matters to recovery: a fan-out, a diamond, a retry and a value kept by reference. */
const pipeline = definePipeline({
  name: 'crash',
  version: '1',
  input: type<{ items: number; pauseMs: number }>(),
});

const first = pipeline.stage('first', {
  run: async ({ input }) => {
    await sleep(input.pauseMs);
    return {
      names: Array.from({ length: input.items }, (_, index) => `n${index}`),
      filler: 'x'.repeat(20_000),
    };
  },
});
const left = pipeline.stage('left', {
  needs: { first },
  retry: { attempts: 50, delayMs: 1, factor: 1 },
  run: async ({ needs, input, attempt }) => {
    await sleep(input.pauseMs);
    if (attempt < 3) throw new Error('not yet');
    return needs.first.names.length;
  },
});
const parts = pipeline.map('part', {
  needs: { first },
  over: ({ needs }) => needs.first.names,
  key: (name) => name,
  limit: 3,
  run: async ({ item, input }) => {
    await sleep(input.pauseMs);
    return `${item}!`;
  },
});
const join = pipeline.stage('join', {
  needs: { left, parts },
  run: async ({ needs, input }) => {
    await sleep(input.pauseMs);
    return { count: needs.left, parts: needs.parts };
  },
});

export const crashPipeline = pipeline.output(join);
