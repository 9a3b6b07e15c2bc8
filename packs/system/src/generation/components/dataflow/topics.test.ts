import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, expect, test } from 'vitest';
import { lowerBlueprint } from '../../../lowering/lower-blueprint.ts';
import { NatsServer, natsProgram } from '../../testing/nats-server.ts';
import { listeningUrl } from '../../testing/listening-url.ts';
import { stageSystems } from '../../testing/staged-system.ts';

const blueprint = `
millwright: 1
name: greenhouse
storage: sqlite
types:
  Reading: { device: text 1..40, celsius: number, topic: text }
  Alarm: { device: text, celsius: number }
components:
  readings: { kind: Source, of: Reading, topic: readings.>, set: { topic: topic } }
  all: { kind: Sink, of: Reading, file: readings.jsonl }
  posted: { kind: Source, of: Alarm, http: POST /alarms }
  alarms: { kind: Sink, of: Alarm, topic: alarms.heat }
bindings:
  - readings -> all
  - posted -> alarms
`;

const running: AsyncDisposable[] = [];
afterAll(() => Promise.all(running.map((one) => one[Symbol.asyncDispose]())));

const folder = mkdtempSync(join(tmpdir(), 'topics-'));
const [root = ''] = stageSystems(join(folder, 'systems'), [lowerBlueprint(blueprint).model]);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(
  name: string,
  natsUrl: string,
): Promise<{ child: ChildProcess; url: string } & AsyncDisposable> {
  const environment = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_FILE: join(folder, name, 'd.sqlite'),
    NATS_URL: natsUrl,
  };
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { child, url: await listeningUrl(child), [Symbol.asyncDispose]: end };
}

async function eventually<T>(look: () => Promise<T> | T, isRight: (value: T) => boolean): Promise<T> {
  for (let left = 400; ; left -= 1) {
    const value = await look();
    if (isRight(value) || left === 0) return value;
    await sleep(25);
  }
}

const readiness = (url: string) => async () => (await fetch(`${url}/ready`)).status;

async function post(url: string, devices: readonly string[]): Promise<void> {
  const body = JSON.stringify(devices.map((device) => ({ device, celsius: 40 })));
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(`${url}/alarms`, { method: 'POST', headers, body })).status).toBe(202);
}

function received(name: string): readonly { device: string; topic: string }[] {
  try {
    const lines = readFileSync(join(folder, name, 'readings.jsonl'), 'utf8')
      .trim()
      .split('\n');
    return lines.map((line) => JSON.parse(line) as { device: string; topic: string });
  } catch {
    return [];
  }
}

/** The devices of all alarms that a stream keeps. */
async function kept(natsUrl: string): Promise<readonly string[]> {
  const connection = await connect({ servers: natsUrl });
  const manager = await jetstreamManager(connection);
  const devices: string[] = [];
  const { state } = await manager.streams.info('alarms_heat');
  for (let seq = 1; seq <= state.last_seq; seq += 1) {
    const message = await manager.streams.getMessage('alarms_heat', { seq });
    devices.push(message?.json<{ device: string }>().device ?? '');
  }
  await connection.close();
  return devices;
}

async function publish(natsUrl: string, messages: Readonly<Record<string, string>>): Promise<void> {
  const connection = await connect({ servers: natsUrl });
  for (const [subject, text] of Object.entries(messages)) connection.publish(subject, text);
  await connection.drain();
}

const noServer = natsProgram === undefined ? ' (SKIPPED: there is no nats-server on this machine)' : '';

test.skipIf(noServer !== '')(
  `a system starts without its broker, and loses nothing when it or the broker is killed${noServer}`,
  { timeout: 90_000 },
  async () => {
    await using broker = new NatsServer({ hasStreams: true });
    await broker.choosePort();
    const first = await start('kept', broker.url);
    running.push(first);
    let { url } = first;
    expect(await readiness(url)()).toBe(503);
    await post(url, ['a', 'b']);

    await broker.start();
    expect(await eventually(readiness(url), (status) => status === 200)).toBe(200);
    const both = (devices: readonly string[]) => ['a', 'b'].every((one) => devices.includes(one));
    expect(await eventually(() => kept(broker.url).catch((): readonly string[] => []), both)).toEqual([
      'a',
      'b',
    ]);

    await broker.kill();
    expect(await eventually(readiness(url), (status) => status === 503)).toBe(503);
    await post(url, ['c']);
    await running.pop()?.[Symbol.asyncDispose]();
    const again = await start('kept', broker.url);
    running.push(again);
    ({ url } = again);
    await post(url, ['d']);
    await broker.start();
    const all = await eventually(
      () => kept(broker.url).catch((): readonly string[] => []),
      (devices) => devices.includes('d'),
    );
    expect([...new Set(all)]).toEqual(['a', 'b', 'c', 'd']);

    // What is published while the system is down waits for it.
    await publish(broker.url, {
      'readings.kitchen': '{"device":"k","celsius":1}',
      'readings.kitchen.hot': '{"device":"h","celsius":2}',
      'readings.wrong': '{"device":3}',
      'readings.torn': '{',
    });
    await eventually(
      () => received('kept').length,
      (count) => count === 2,
    );
    await running.pop()?.[Symbol.asyncDispose]();
    await publish(broker.url, { 'readings.late': '{"device":"l","celsius":3}' });
    const last = await start('kept', broker.url);
    running.push(last);
    const devices = () => [...new Set(received('kept').map(({ device, topic }) => `${device} ${topic}`))];
    expect(await eventually(devices, (found) => found.length === 3)).toEqual([
      'k readings.kitchen',
      'h readings.kitchen.hot',
      'l readings.late',
    ]);
    const metrics = await (await fetch(`${last.url}/metrics`)).text();
    expect(metrics).toMatch(/refused/);
    last.child.kill('SIGTERM');
    expect(await once(last.child, 'exit')).toEqual([0, null]);
  },
);

test.skipIf(noServer !== '')(
  `a broker without streams passes on what is published while somebody listens${noServer}`,
  { timeout: 60_000 },
  async () => {
    await using broker = new NatsServer({ hasStreams: false });
    await broker.start();
    await using system = await start('plain', broker.url);
    expect(await eventually(readiness(system.url), (status) => status === 200)).toBe(200);
    const connection = await connect({ servers: broker.url });
    const heard = connection.subscribe('alarms.*');
    await connection.flush();
    await post(system.url, ['a']);
    for await (const message of heard) {
      expect([message.subject, message.json()]).toEqual(['alarms.heat', { device: 'a', celsius: 40 }]);
      break;
    }
    const published = async () => {
      connection.publish('readings.x', '{"device":"x","celsius":1}');
      await sleep(100);
      return received('plain').length;
    };
    expect(await eventually(published, (count) => count > 0)).toBeGreaterThan(0);
    await expect(jetstream(connection).publish('readings.x', '{}', { timeout: 500 })).rejects.toThrow();
    await connection.close();
  },
);

test('topics of one process need no broker', { timeout: 30_000 }, async () => {
  await using system = await start('memory', 'memory:');
  expect(await eventually(readiness(system.url), (status) => status === 200)).toBe(200);
  await post(system.url, ['a']);
});
