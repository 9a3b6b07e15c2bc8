import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { lowerBlueprint } from '../../../lowering/lower-blueprint.ts';
import { listeningUrl } from '../../testing/listening-url.ts';
import { stageSystems } from '../../testing/staged-system.ts';

const blueprint = `
millwright: 1
name: live-alarms
storage: sqlite
config: { keys: { type: secret } }
access: { keys: { header: X-Api-Key, from: config.keys }, default: signedIn }
types:
  Alarm: { device: text 1..40, celsius: number, note: text }
components:
  alarms: { kind: Source, of: Alarm, http: POST /alarms, access: anyone }
  live:
    kind: LiveFeed
    of: Alarm
    http: GET /live
    query: { device: text? }
    where: query.device == null || message.device == query.device
    access: anyone
  deviceAlarms:
    kind: LiveFeed
    of: Alarm
    http: GET /devices/{device}/live
    where: message.device == path.device
    event: alarm
    keep: 2
  all: { kind: Sink, of: Alarm, file: all.jsonl }
bindings:
  - alarms -> live
  - alarms -> deviceAlarms
  - alarms -> all
`;

const folder = mkdtempSync(join(tmpdir(), 'live-feeds-'));
const [root = ''] = stageSystems(join(folder, 'systems'), [lowerBlueprint(blueprint).model]);
let running: ChildProcess | undefined;
afterEach(() => running?.kill('SIGKILL'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
}

async function start(): Promise<Running> {
  const environment = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_FILE: join(folder, 'd.sqlite'),
    KEYS: 'a:secret-key-of-tests',
  };
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running = child;
  return { child, url: await listeningUrl(child) };
}

async function send(url: string, ...numbers: readonly number[]): Promise<void> {
  const bodies = numbers.map((celsius) => ({ device: celsius % 2 ? 'odd' : 'even', celsius, note: 'n' }));
  await post(url, bodies);
}

async function post(url: string, bodies: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/alarms`, { method: 'POST', headers, body: JSON.stringify(bodies) });
  expect(answer.status).toBe(202);
}

interface Listener {
  readonly events: { readonly id: number; readonly event: string | undefined; readonly celsius: number }[];
  /** Resolves with so many events or more. */
  until(count: number): Promise<number[]>;
}

async function listen(url: string, headers: Record<string, string> = {}): Promise<Listener> {
  const answer = await fetch(url, { headers });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const chunks = answer.body?.[Symbol.asyncIterator]();
  let text = '';
  const events: Listener['events'] = [];
  const until = async (count: number) => {
    while (events.length < count) {
      const next = await chunks?.next();
      if (next === undefined || next.done === true) throw new Error('The stream ended.');
      text += Buffer.from(next.value).toString();
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const [, id, event, data] = /^id: (\d+)\n(?:event: (\w+)\n)?data: (.*)$/.exec(part) ?? [];
        if (data === undefined) continue;
        events.push({ id: Number(id), event, celsius: (JSON.parse(data) as { celsius: number }).celsius });
      }
    }
    return events.map(({ celsius }) => celsius);
  };
  return { events, until };
}

const key = { 'X-Api-Key': 'secret-key-of-tests' };

test('clients get messages as they come, those they want, and what they missed', {
  timeout: 30_000,
}, async () => {
  const { child, url } = await start();
  const [all, odd] = [await listen(`${url}/live`), await listen(`${url}/live?device=odd`)];
  const own = await listen(`${url}/devices/even/live`, key);
  await send(url, 1, 2, 3, 4);
  expect(await all.until(4)).toEqual([1, 2, 3, 4]);
  expect(await odd.until(2)).toEqual([1, 3]);
  expect(await own.until(2)).toEqual([2, 4]);
  expect(all.events[0]?.event).toBeUndefined();
  expect(own.events[0]?.event).toBe('alarm');

  const seen = String(all.events[1]?.id);
  expect(await (await listen(`${url}/live`, { 'Last-Event-ID': seen })).until(2)).toEqual([3, 4]);
  const kept = await listen(`${url}/devices/even/live?lastEventId=0`, key);
  await send(url, 6);
  expect(await kept.until(2)).toEqual([4, 6]);

  const refused = await fetch(`${url}/devices/even/live`);
  expect(refused.status).toBe(401);
  const wrong = await fetch(`${url}/live`, { headers: { 'Last-Event-ID': 'x' } });
  expect(wrong.status).toBe(400);

  child.kill('SIGKILL');
  await once(child, 'exit');
  const second = await start();
  const back = await listen(`${second.url}/live`, { 'Last-Event-ID': String(all.events[3]?.id) });
  await send(second.url, 7);
  // What was not handled when the process was killed may come again.
  while (!(await back.until(back.events.length + 1)).includes(7));
  expect(back.events[0]?.id).toBeGreaterThan(all.events[3]?.id ?? 0);
  second.child.kill('SIGTERM');
  expect(await once(second.child, 'exit')).toEqual([0, null]);
});

test('who does not read is cut off, and holds nobody up', { timeout: 30_000 }, async () => {
  const { child, url } = await start();
  const { hostname, port } = new URL(url);
  const lazy = connect(Number(port), hostname);
  lazy.pause();
  lazy.write('GET /live HTTP/1.1\r\nHost: x\r\n\r\n');
  const eager = await listen(`${url}/live`);
  const note = 'x'.repeat(10_000);
  const rounds = 20;
  for (let round = 0; round < rounds; round += 1) {
    await post(
      url,
      Array.from({ length: 80 }, (_, index) => ({ device: 'a', celsius: round * 80 + index, note })),
    );
    await eager.until((round + 1) * 80);
  }
  expect(eager.events.length).toBe(rounds * 80);
  lazy.resume();
  let bytes = 0;
  lazy.on('data', (chunk) => (bytes += chunk.length));
  await once(lazy, 'close');
  expect(bytes).toBeLessThan(rounds * 80 * note.length);
  child.kill('SIGTERM');
  await once(child, 'exit');
});
