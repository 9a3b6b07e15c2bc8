/** `test/support/eventually.ts`: what tests of messages wait with. */
export const eventuallyFile = `import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';

const PAUSE_MS = 20;
const LONGEST_WAY_MS = 15_000;

/** Tries a check again until it passes. When it never does, what it threw last is what this throws. */
export async function eventually(withinMs: number, check: () => Promise<void>): Promise<void> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await sleep(PAUSE_MS);
  }
}

/** Checks that each of these bindings has carried a message, or does so soon: when \`wait\` moves the clock, for example. */
export async function assertCarried(
  client: ApiClient,
  bindings: readonly string[],
  wait: () => Promise<unknown> = async () => {},
): Promise<void> {
  await eventually(LONGEST_WAY_MS, async () => {
    await wait();
    const { body } = await client.get('/metrics');
    const carried = [...String(body).matchAll(/^harness_messages_total\\{.*binding="([^"]+)".*\\} [1-9]/gm)];
    const names = new Set(carried.map(([, name]) => name));
    assert.deepEqual(bindings.filter((name) => !names.has(name)), []);
  });
}
`;
