import { expect, test } from 'vitest';
import { changesBetween, shapeOf } from './fingerprint.ts';
import { definePipeline, type AnyPipeline } from './pipeline.ts';
import { type } from './schema.ts';

const called = (version: string) => {
  const pipeline = definePipeline({ name: 'called', version, input: type<null>() });
  return pipeline.output(pipeline.stage('only', { run: () => 1 }));
};

function before(): AnyPipeline {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  const a = pipeline.stage('a', { run: () => 1 });
  const b = pipeline.stage('b', { needs: { a }, run: () => 1 });
  const c = pipeline.map('c', { over: () => [1], run: () => 1 });
  const d = pipeline.call('d', { pipeline: called('1'), input: () => null });
  return pipeline.output({ a, b, c, d });
}

function after(): AnyPipeline {
  const pipeline = definePipeline({ name: 'p', version: '2', input: type<null>() });
  const b = pipeline.stage('b', { version: '2', when: () => true, run: () => 1 });
  const c = pipeline.stage('c', { needs: { b }, run: () => 1 });
  const d = pipeline.call('d', { pipeline: called('2'), input: () => null });
  const e = pipeline.stage('e', { run: () => 1 });
  return pipeline.output({ b, c, d, e });
}

test('every difference that matters to a recorded run is named, and nothing else', () => {
  expect(changesBetween(shapeOf(before()), shapeOf(before()))).toEqual([]);
  expect(changesBetween(shapeOf(before()), shapeOf(after()))).toEqual([
    "the pipeline's version went from 1 to 2",
    'stage a was removed',
    'stage b went from version 1 to 2',
    'stage b needed a and needs nothing',
    'stage b gained a condition',
    'stage c was a map and is a run',
    'stage c needed nothing and needs b',
    'stage d called called 1 and calls called 2',
    'stage e was added',
    'the output was changed',
  ]);
});
