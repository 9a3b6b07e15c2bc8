import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { lowerBlueprint } from '../../../lowering/lower-blueprint.ts';
import { listeningUrl } from '../../testing/listening-url.ts';
import { stageSystems } from '../../testing/staged-system.ts';

const blueprint = `
millwright: 1
name: kitchen
storage: sqlite
config: { keys: { type: secret } }
access: { keys: { header: X-Api-Key, from: config.keys }, default: signedIn }
interfaces: { http: { cors: [https://board.example.org] } }
types:
  Reading: { device: text 1..40, note: text ..20000 }
entities:
  Order: { fields: { dish: text 1..80 }, api: [create, delete] }
feeds:
  all: { http: GET /events, of: [Order created, Order deleted], protocol: websocket }
  one:
    http: GET /orders/{order}/events
    of: [Order deleted]
    where: event.order == path.order
    protocol: [sse, websocket]
    access: anyone
  plain: { http: GET /plain, of: [Order deleted], access: anyone }
components:
  readings: { kind: Source, of: Reading, http: POST /readings, access: anyone }
  live: { kind: LiveFeed, of: Reading, http: GET /readings/live, protocol: websocket, event: reading, access: anyone }
bindings: [readings -> live]
`;

const folder = mkdtempSync(join(tmpdir(), 'web-sockets-'));
const [root = ''] = stageSystems(join(folder, 'systems'), [lowerBlueprint(blueprint).model]);
const key = { 'X-Api-Key': 'secret-key-of-tests' };
let running: ChildProcess | undefined;
afterEach(() => running?.kill('SIGKILL'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(): Promise<{ child: ChildProcess; url: string }> {
  const environment = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_FILE: join(folder, 'data.sqlite'),
    KEYS: `a:${key['X-Api-Key']}`,
  };
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running = child;
  return { child, url: await listeningUrl(child) };
}

async function send(url: string, method: string, path: string, body?: unknown): Promise<{ id: string }> {
  const headers = { ...key, 'content-type': 'application/json' };
  const answer = await fetch(url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.ok).toBe(true);
  return (answer.status === 204 ? {} : await answer.json()) as { id: string };
}

interface Heard {
  readonly id: number;
  readonly event: string;
  readonly data: Record<string, string>;
}

interface Listener {
  readonly socket: WebSocket;
  readonly heard: Heard[];
  until(count: number): Promise<string[]>;
}

async function listen(url: string, headers: Record<string, string> = {}): Promise<Listener> {
  const socket = new WebSocket(url, { headers });
  const heard: Heard[] = [];
  let arrived = Promise.withResolvers<void>();
  socket.on('message', (data: Buffer) => {
    heard.push(JSON.parse(data.toString()) as Heard);
    arrived.resolve();
    arrived = Promise.withResolvers();
  });
  await once(socket, 'open');
  const until = async (count: number) => {
    while (heard.length < count) await arrived.promise;
    return heard.map(({ id, event }) => `${id} ${event}`);
  };
  return { socket, heard, until };
}

/** The answer to a request for a WebSocket that is refused. */
async function refusal(
  url: string,
  headers: Record<string, string> = {},
): Promise<readonly [number | undefined, string]> {
  const socket = new WebSocket(url, { headers });
  socket.on('error', () => {});
  const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  socket.terminate();
  return [answer.statusCode, (JSON.parse(text) as { code: string }).code];
}

test('clients get events over WebSockets, and what they missed, also after the process was killed', {
  timeout: 60_000,
}, async () => {
  const first = await start();
  const live = await listen(`${first.url}/events`, key);
  const soup = await send(first.url, 'POST', '/orders', { dish: 'soup' });
  const own = await listen(`${first.url}/orders/${soup.id}/events?lastEventId=0`);
  const events = fetch(`${first.url}/orders/${soup.id}/events`);
  await send(first.url, 'DELETE', `/orders/${soup.id}`);
  expect(await live.until(2)).toEqual(['1 orderCreated', '2 orderDeleted']);
  expect(live.heard[0]?.data).toMatchObject({ order: soup.id, dish: 'soup' });
  expect(await own.until(1)).toEqual(['2 orderDeleted']);
  expect((await events).headers.get('content-type')).toBe('text/event-stream');

  first.child.kill('SIGKILL');
  await once(live.socket, 'close');
  const second = await start();
  const back = await listen(`${second.url}/events`, { ...key, 'Last-Event-ID': '1' });
  await send(second.url, 'POST', '/orders', { dish: 'cake' });
  expect(await back.until(2)).toEqual(['2 orderDeleted', '3 orderCreated']);

  second.child.kill('SIGTERM');
  const [code] = (await once(back.socket, 'close')) as [number];
  expect(code).toBe(1001);
  expect(await once(second.child, 'exit')).toEqual([0, null]);
});

test('whoever may not listen, or asks in another way, is told so', { timeout: 60_000 }, async () => {
  const { url } = await start();
  expect(await refusal(`${url}/events`)).toEqual([401, 'unauthenticated']);
  expect(await refusal(`${url}/events`, { ...key, 'Last-Event-ID': 'x' })).toEqual([400, 'invalid_input']);
  expect(await refusal(`${url}/nowhere`)).toEqual([404, 'route_not_found']);
  expect(await refusal(`${url}/readings`)).toEqual([405, 'method_not_allowed']);
  const foreign = { Origin: 'https://elsewhere.example' };
  expect(await refusal(`${url}/readings/live`, foreign)).toEqual([403, 'origin_not_allowed']);
  for (const origin of [url, 'https://board.example.org']) {
    (await listen(`${url}/readings/live`, { Origin: origin })).socket.terminate();
  }

  const plain = await fetch(`${url}/readings/live`);
  expect([plain.status, plain.headers.get('upgrade')]).toEqual([426, 'websocket']);
  expect(await plain.json()).toMatchObject({ code: 'upgrade_required' });
  expect((await fetch(`${url}/readings/live`, { method: 'POST' })).status).toBe(405);
  const socket = new WebSocket(`${url}/plain`);
  socket.on('error', () => {});
  const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/event-stream']);
  socket.terminate();
});

test('who talks too much or reads too little is cut off, and holds nobody up', {
  timeout: 60_000,
}, async () => {
  const { url } = await start();
  const talker = await listen(`${url}/readings/live`);
  talker.socket.send('x'.repeat(10_000));
  expect((await once(talker.socket, 'close'))[0]).toBe(1009);

  const lazy = await listen(`${url}/readings/live`);
  lazy.socket.pause();
  const eager = await listen(`${url}/readings/live`);
  const reading = { device: 'a', note: 'x'.repeat(10_000) };
  const rounds = 20;
  for (let round = 1; round <= rounds; round += 1) {
    await send(
      url,
      'POST',
      '/readings',
      Array.from({ length: 80 }, () => reading),
    );
    await eager.until(round * 80);
  }
  lazy.socket.resume();
  const [code] = (await once(lazy.socket, 'close')) as [number];
  expect([1006, 1013]).toContain(code);
  expect(lazy.heard.length).toBeLessThan(rounds * 80);
});
