import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_RESTART_POLICY, restartDelayMs } from './restart-policy.ts';

test('the wait doubles with each restart in the window, up to the cap, and ends with the last one allowed', () => {
  const policy = { maxRestarts: 4, windowMs: 1000, backoffMs: 100, maxBackoffMs: 350 };
  const waits = [0, 1, 2, 3, 4].map((count) => restartDelayMs(policy, Array(count).fill(500), 600));
  expect(waits).toEqual([100, 200, 350, 350, undefined]);
});

test('restarts before the window count for nothing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 100_000 })),
      fc.integer({ min: 0, max: 200_000 }),
      (times, now) => {
        const recent = times.filter((time) => time > now - DEFAULT_RESTART_POLICY.windowMs);
        expect(restartDelayMs(DEFAULT_RESTART_POLICY, times, now)).toBe(
          restartDelayMs(DEFAULT_RESTART_POLICY, recent, now),
        );
      },
    ),
  );
});
