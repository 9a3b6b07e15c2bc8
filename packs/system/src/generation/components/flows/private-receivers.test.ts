import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningSystem, startSystem } from '../../testing/running-system.ts';

/** Whoever may name an address must not reach what only the system's own network can. */

const blueprint = `
millwright: 1
name: signals
storage: sqlite
config: { ownUrl: url }
entities:
  Signal: { fields: { url: url } }
flows:
  tell:
    on: Signal created
    do:
      - send: { to: event.url, body: { from: "'data'" }, attempts: 1 }
      - send: { to: config.ownUrl, body: { from: "'configuration'" }, attempts: 1 }
      - call: POST {event.url}/call
        body: { from: "'call'" }
    retry: { attempts: 1 }
`;

const received: string[] = [];
const receiver = createServer((request, response) => {
  request.on('data', (chunk: Buffer) =>
    received.push((JSON.parse(chunk.toString()) as { from: string }).from),
  );
  request.on('end', () => response.end());
});
let port = 0;
beforeAll(async () => {
  await once(receiver.listen(0), 'listening');
  ({ port } = receiver.address() as AddressInfo);
});
afterAll(() => {
  receiver.close();
});

async function settled(system: RunningSystem, runs: number): Promise<number> {
  for (;;) {
    const text = await (await fetch(`${system.url}/metrics`)).text();
    const count = (name: string) =>
      Number(new RegExp(`^\\w*${name}\\w*(?:\\{.*\\})? (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
    const [dead, done] = [count('runs_dead'), count('runs_done')];
    if (dead + done >= runs) return dead;
    await sleep(25);
  }
}

const hosts = ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'];

test.each(hosts)(
  'PRIVATE_RECEIVERS=off sends nothing to %s when data names it',
  { timeout: 60_000 },
  async (host) => {
    received.length = 0;
    const system = await startSystem(blueprint, {
      OWN_URL: `http://127.0.0.1:${port}/`,
      PRIVATE_RECEIVERS: 'off',
    });
    await system.send('POST', '/signals', { url: `http://${host}:${port}/` });
    expect(await settled(system, 3)).toBe(2);
    expect(received).toEqual(['configuration']);
    await system.stop();
  },
);

test('otherwise receivers may be where they like', { timeout: 60_000 }, async () => {
  received.length = 0;
  const system = await startSystem(blueprint, { OWN_URL: `http://127.0.0.1:${port}/` });
  await system.send('POST', '/signals', { url: `http://localhost:${port}/` });
  expect(await settled(system, 3)).toBe(0);
  expect(received.toSorted()).toEqual(['call', 'configuration', 'data']);
  await system.stop();
});
