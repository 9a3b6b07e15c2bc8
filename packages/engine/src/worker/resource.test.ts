import { expect, test } from 'vitest';
import { Resource } from './resource.ts';

test('a concurrency limit counts what is in use', () => {
  const resource = new Resource({ concurrency: 2 });
  const first = resource.take(0);
  resource.take(0);
  expect(resource.free(0)).toBe(0);
  resource.release(first, 'succeeded', 1);
  expect(resource.free(1)).toBe(1);
});

test('a rate limit lets a burst through and then an even flow', () => {
  const resource = new Resource({ rate: { limit: 4, perMs: 1_000 } });
  expect(resource.free(0)).toBe(4);
  for (let use = 0; use < 4; use += 1) resource.release(resource.take(0), 'succeeded', 0);
  expect(resource.free(0)).toBe(0);
  expect(resource.nextChangeAt(0)).toBe(250);
  expect(resource.free(249)).toBe(0);
  expect(resource.free(250)).toBe(1);
  expect(resource.free(10_000)).toBe(4);
  expect(resource.free(5_000)).toBe(4);
});

test('a breaker opens after failures in a row, and closes when its trials pass', () => {
  const resource = new Resource({ breaker: { failures: 2, resetMs: 100, trials: 2 } });
  const use = (at: number, result: 'succeeded' | 'failed') => resource.release(resource.take(at), result, at);
  use(0, 'failed');
  use(1, 'succeeded');
  use(2, 'failed');
  const late = resource.take(2);
  use(3, 'failed');
  expect(resource.status(3).breaker).toBe('open');
  expect(resource.isDown(3)).toBe(true);
  expect(resource.nextChangeAt(3)).toBe(103);
  // What began before the breaker opened does not count as a trial.
  resource.release(late, 'succeeded', 50);
  expect(resource.status(50).breaker).toBe('open');

  expect(resource.free(103)).toBe(2);
  use(103, 'failed');
  expect(resource.status(104).breaker).toBe('open');
  expect(resource.free(203)).toBe(2);
  const trials = [resource.take(203), resource.take(203)];
  expect(resource.free(203)).toBe(0);
  for (const trial of trials) resource.release(trial, 'succeeded', 204);
  expect(resource.status(204).breaker).toBe('closed');
  expect(resource.free(204)).toBe(Number.POSITIVE_INFINITY);
});

test('a trial that says nothing gives its place to another', () => {
  const resource = new Resource({ breaker: { failures: 1, resetMs: 10 } });
  resource.release(resource.take(0), 'failed', 0);
  resource.release(resource.take(10), 'unknown', 11);
  expect(resource.free(11)).toBe(1);
});
