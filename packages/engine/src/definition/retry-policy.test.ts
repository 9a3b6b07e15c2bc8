import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayRetry, noRetry, retryDelayMs } from './retry-policy.ts';

test('delays grow by the factor up to the cap', () => {
  const policy = { ...noRetry, delayMs: 100, factor: 3, maxDelayMs: 1_000, jitter: 0 };
  expect([1, 2, 3, 4, 400].map((failures) => retryDelayMs(policy, failures, 0.5))).toEqual([
    100, 300, 900, 1_000, 1_000,
  ]);
});

test('jitter only shortens, by at most its share', () => {
  fc.assert(
    fc.property(
      fc.nat(10_000),
      fc.float({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (delayMs, jitter, random) => {
        const policy = { ...noRetry, delayMs, jitter };
        const full = Math.min(delayMs, policy.maxDelayMs);
        const delay = retryDelayMs(policy, 1, random);
        expect(delay).toBeLessThanOrEqual(full);
        expect(delay).toBeGreaterThanOrEqual(Math.floor(full * (1 - jitter)));
      },
    ),
  );
});

test('attempts and non-retryable codes end the retries', () => {
  const policy = { ...noRetry, attempts: 3, nonRetryable: ['bad_key'] };
  expect(mayRetry(policy, 2, 'timeout')).toBe(true);
  expect(mayRetry(policy, 3, 'timeout')).toBe(false);
  expect(mayRetry(policy, 1, 'bad_key')).toBe(false);
});
