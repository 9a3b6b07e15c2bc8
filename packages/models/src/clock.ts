import { setTimeout as sleep } from 'node:timers/promises';

/** Time as the limits of this package see it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Rejects with the signal's reason. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1, to spread what would come at the same time. */
  random(): number;
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
  },
  random: Math.random,
};
