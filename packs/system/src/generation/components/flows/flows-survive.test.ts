import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lowerBlueprint } from '../../../lowering/lower-blueprint.ts';
import { listeningUrl } from '../../testing/listening-url.ts';
import { stageSystems } from '../../testing/staged-system.ts';

/** A real process that is killed again and again while it works; another system that is called by it and often fails. */

const blueprint = `
millwright: 1
name: shop
storage: sqlite
config: { otherUrl: url }
entities:
  Order: { fields: { note: text?, status: text = open }, api: [create, list] }
  Stock: { fields: { taken: integer = 0 }, api: [create, list] }
flows:
  fulfil:
    on: Order created
    retry: { attempts: 50, backoff: 20ms }
    do:
      - step: reserve
        do:
          - load: Stock as stock
            where: "true"
          - increment: stock.taken
      - call: POST {config.otherUrl}/charges
        body: { order: event.order }
        answer: { id: text }
        as: charge
      - load: Order as order
        by: event.order
      - update: order
        set: { status: "'paid'", note: charge.id }
      - send: { to: config.otherUrl + '/hooks', body: { order: event.order }, secret: "'shared'", backoff: 20ms, attempts: 50 }
`;

const folder = mkdtempSync(join(tmpdir(), 'flows-'));
const charged = new Map<string, string>();
const told = new Set<string>();
const signatures: string[] = [];
let other: Server;
let root = '';

beforeAll(async () => {
  [root = ''] = stageSystems(join(folder, 'systems'), [lowerBlueprint(blueprint).model]);
  other = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(other, 'listening');
});

let requests = 0;

/** The other system: every fourth request finds it busy. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  requests += 1;
  if (requests % 4 === 0) {
    response.writeHead(503).end();
    return;
  }
  const { order } = JSON.parse(text) as { order: string };
  if (request.url === '/hooks') {
    told.add(order);
    signatures.push(String(request.headers['webhook-signature']));
    response.writeHead(204).end();
    return;
  }
  charged.set(String(request.headers['idempotency-key']), order);
  response.writeHead(201).end(JSON.stringify({ id: `charge of ${order}` }));
}

afterAll(() => {
  other.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<{ child: ChildProcess; url: string }> {
  const { port } = other.address() as AddressInfo;
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_FILE: join(folder, 'data.sqlite'),
      OTHER_URL: `http://127.0.0.1:${port}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, url: await listeningUrl(child) };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const json = { 'content-type': 'application/json' };

/** Creates orders until the process is gone, and tells which were accepted. */
async function orderUntilGone(url: string, accepted: string[]): Promise<void> {
  try {
    for (;;) {
      const answer = await fetch(`${url}/orders`, { method: 'POST', headers: json, body: '{}' });
      accepted.push(((await answer.json()) as { id: string }).id);
      await sleep(5);
    }
  } catch {
    // The process has been killed.
  }
}

interface Order {
  readonly id: string;
  readonly status: string;
  readonly note: string | null;
}

test('whenever the process is killed, nothing is lost and nothing is written twice', {
  timeout: 120_000,
}, async () => {
  const accepted: string[] = [];
  let running = await start();
  await fetch(`${running.url}/stocks`, { method: 'POST', headers: json, body: '{}' });
  for (let times = 0; times < 8; times += 1) {
    const ordering = orderUntilGone(running.url, accepted);
    await sleep(60 + Math.random() * 400);
    await kill(running.child);
    await ordering;
    running = await start();
  }
  const read = async <Row>(path: string) =>
    (await (await fetch(running.url + path)).json()) as readonly Row[];
  const listed = () => read<Order>('/orders?limit=500');
  await expect
    .poll(async () => (await listed()).filter(({ status }) => status !== 'paid').length, { timeout: 60_000 })
    .toBe(0);
  const orders = await listed();
  await expect.poll(() => orders.every(({ id }) => told.has(id)), { timeout: 30_000 }).toBe(true);
  const [stock] = await read<{ taken: number }>('/stocks');
  await kill(running.child);

  const ids = new Set(orders.map(({ id }) => id));
  expect(accepted.filter((id) => !ids.has(id))).toEqual([]);
  expect(stock?.taken).toBe(orders.length);
  expect(orders.filter(({ id, note }) => note !== `charge of ${id}`)).toEqual([]);
  // A call may be made again, but always with the same key.
  expect(new Set(charged.values()).size).toBe(charged.size);
  expect(signatures.every((signature) => /^t=\d+,v1=[0-9a-f]{64}$/.test(signature))).toBe(true);
});
