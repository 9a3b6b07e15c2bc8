import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lowerBlueprint } from '../../../lowering/lower-blueprint.ts';
import { listeningUrl } from '../../testing/listening-url.ts';
import { stageSystems } from '../../testing/staged-system.ts';

const blueprint = `
millwright: 1
name: kitchen
storage: sqlite
entities:
  Order: { fields: { dish: text 1..80 }, api: [create, delete] }
feeds:
  all: { http: GET /events, of: [Order created, Order deleted] }
  one: { http: "GET /orders/{order}/events", of: [Order deleted], where: event.order == path.order }
`;

const folder = mkdtempSync(join(tmpdir(), 'feeds-'));
const [root = ''] = stageSystems(join(folder, 'systems'), [lowerBlueprint(blueprint).model]);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(): Promise<{ child: ChildProcess; url: string }> {
  const environment = { PORT: '0', HOST: '127.0.0.1', DATA_FILE: join(folder, 'data.sqlite') };
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, url: await listeningUrl(child) };
}

/** The first events of a stream, as `id event`. */
async function listen(url: string, count: number, headers: Record<string, string> = {}): Promise<string[]> {
  const answer = await fetch(url, { headers });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += Buffer.from(chunk).toString();
    const events = [...text.matchAll(/^id: (\d+)\nevent: (\w+)\ndata: .*\n\n/gm)];
    if (events.length >= count) return events.map(([, id, event]) => `${id} ${event}`);
  }
  throw new Error('The stream ended.');
}

async function create(url: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/orders`, { method: 'POST', headers, body: '{"dish":"soup"}' });
  return ((await answer.json()) as { id: string }).id;
}

test('clients get events as they are stored, and what they missed when they come back', {
  timeout: 60_000,
}, async () => {
  const first = await start();
  const live = listen(`${first.url}/events?lastEventId=0`, 3);
  const [soup, other] = [await create(first.url), await create(first.url)];
  const own = listen(`${first.url}/orders/${soup}/events?lastEventId=0`, 1);
  await fetch(`${first.url}/orders/${soup}`, { method: 'DELETE' });
  expect(await live).toEqual(['1 orderCreated', '2 orderCreated', '3 orderDeleted']);
  expect(await own).toEqual(['3 orderDeleted']);

  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const second = await start();
  const missed = listen(`${second.url}/events`, 3, { 'Last-Event-ID': '1' });
  await fetch(`${second.url}/orders/${other}`, { method: 'DELETE' });
  expect(await missed).toEqual(['2 orderCreated', '3 orderDeleted', '4 orderDeleted']);

  const refused = await fetch(`${second.url}/events`, { headers: { 'Last-Event-ID': 'x' } });
  expect(refused.status).toBe(400);
  second.child.kill('SIGTERM');
  expect(await once(second.child, 'exit')).toEqual([0, null]);
});
