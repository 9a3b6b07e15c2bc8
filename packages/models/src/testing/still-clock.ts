import type { Clock } from '../clock.ts';

/** A clock that goes on only when somebody sleeps, and remembers for how long. */
export function stillClock(): Clock & { readonly slept: number[]; advance(ms: number): void } {
  let now = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      slept.push(ms);
      now += ms;
    },
    random: () => 0.5,
    advance: (ms) => {
      now += ms;
    },
  };
}
