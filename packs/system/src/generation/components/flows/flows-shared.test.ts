import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { lowerBlueprint } from '../../../lowering/lower-blueprint.ts';
import { postgresPrograms } from '../../../proof/database/postgres.testkit.ts';
import { startPostgres } from '../../../proof/database/postgres-server.ts';
import { listeningUrl } from '../../testing/listening-url.ts';
import { stageSystems } from '../../testing/staged-system.ts';

/** Several processes on one database share the work: each job is done by one of them, and those of a dead one by another. */

const blueprint = `
millwright: 1
name: shop
storage: postgresql
config: { otherUrl: url }
entities:
  Order: { fields: { note: text, status: text = open }, api: [create, list] }
  Tick: { fields: { at: datetime }, api: [list] }
flows:
  fulfil:
    on: Order created
    do:
      - call: POST {config.otherUrl}/charges
        body: { order: event.order, note: event.note }
        timeout: 60s
      - load: Order as order
        by: event.order
      - update: order
        set: { status: "'paid'" }
      - send: { to: config.otherUrl + '/hooks', body: { order: event.order, note: event.note } }
  tick:
    every: 2s
    do:
      - create: Tick
        set: { at: event.dueAt }
feeds:
  orders: { http: GET /events, of: [Order created] }
`;

/** Longer than the lease of a job. */
const slowMs = 20_000;
const folder = mkdtempSync(join(tmpdir(), 'shared-flows-'));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Seen {
  readonly path: string | undefined;
  readonly order: string;
  readonly key: string;
}

async function start(root: string, settings: Record<string, string>) {
  const environment = { PORT: '0', HOST: '127.0.0.1', ...settings };
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return { child, url: await listeningUrl(child) };
}

async function post(url: string, note: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/orders`, { method: 'POST', headers, body: JSON.stringify({ note }) });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

async function list<T>(url: string, path: string): Promise<readonly T[]> {
  return (await (await fetch(`${url}${path}?limit=500`)).json()) as readonly T[];
}

async function allPaid(url: string): Promise<void> {
  for (let left = 600; left > 0; left -= 1) {
    const orders = await list<{ status: string }>(url, '/orders');
    if (orders.every(({ status }) => status === 'paid')) return;
    await sleep(100);
  }
  throw new Error('Some orders are never paid.');
}

const seen: Seen[] = [];

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const { order, note } = JSON.parse(text) as { order: string; note: string };
  const key = String(request.headers['idempotency-key'] ?? request.headers['webhook-id']);
  seen.push({ path: request.url, order, key });
  await sleep(note === 'slow' && request.url === '/charges' ? slowMs : 50);
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
}

/** The keys of the requests for an order, once there is one. */
async function keysOf(order: string, path: string): Promise<readonly string[]> {
  const own = () => seen.filter((one) => one.order === order && one.path === path);
  while (own().length === 0) await sleep(50);
  return own().map(({ key }) => key);
}

async function hearsOf(number: number, feed: Response): Promise<void> {
  let text = '';
  for await (const chunk of feed.body ?? []) {
    text += Buffer.from(chunk).toString();
    if (text.includes(`id: ${number}\n`)) return;
  }
}

const noDatabase = postgresPrograms === undefined;

test.skipIf(noDatabase)(
  'processes on one database do each job once, and take over from a dead one',
  {
    timeout: 180_000,
  },
  async () => {
    const other = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const otherUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    await using server = await startPostgres(postgresPrograms ?? '', ['shared']);
    const [root = ''] = stageSystems(join(folder, 'systems'), [lowerBlueprint(blueprint).model]);
    const settings = { DATABASE_URL: server.url('shared'), OTHER_URL: otherUrl };
    const [one, two] = [await start(root, settings), await start(root, settings)];

    const heard = fetch(`${two.url}/events`, { headers: { 'last-event-id': '0' } });
    const slow = await post(one.url, 'slow');
    for (let index = 0; index < 30; index += 1) await post(index % 2 === 0 ? one.url : two.url, 'quick');
    await hearsOf(31, await heard);
    await allPaid(two.url);
    const charges = seen.filter(({ path }) => path === '/charges');
    expect(charges.map(({ order }) => order).toSorted()).toEqual(
      [...new Set(charges.map(({ order }) => order))].toSorted(),
    );
    expect(charges.filter(({ order }) => order === slow)).toHaveLength(1);

    for (let index = 0; index < 30; index += 1) await post(one.url, 'quick');
    one.child.kill('SIGKILL');
    await allPaid(two.url);
    const orders = await list<{ id: string }>(two.url, '/orders');
    expect(orders).toHaveLength(61);
    for (const { id } of orders) {
      for (const path of ['/charges', '/hooks']) expect(new Set(await keysOf(id, path)).size).toBe(1);
    }
    const ticks = await list<{ at: string }>(two.url, '/ticks');
    expect(new Set(ticks.map(({ at }) => at)).size).toBe(ticks.length);
    two.child.kill('SIGTERM');
    expect(await once(two.child, 'exit')).toEqual([0, null]);
    other.closeAllConnections();
    other.close();
  },
);
