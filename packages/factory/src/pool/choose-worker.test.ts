import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';
import { chooseWorker } from './choose-worker.ts';

test('the worker that has the pack is taken, of several the one that has worked least', () => {
  const idle = [
    { name: 'fresh', packs: new Set<string>(), busyMs: 0 },
    { name: 'tired', packs: new Set(['a']), busyMs: 900 },
    { name: 'rested', packs: new Set(['a', 'b']), busyMs: 100 },
  ];
  expect(chooseWorker(idle, 'a')?.name).toBe('rested');
  expect(chooseWorker(idle, 'c')?.name).toBe('fresh');
  expect(chooseWorker([], 'a')).toBeUndefined();
});

test('the wait grows with the crashes and has an end', () => {
  expect([0, 1, 2, 3, 40].map(backoffMs)).toEqual([0, 100, 200, 400, 5_000]);
});
