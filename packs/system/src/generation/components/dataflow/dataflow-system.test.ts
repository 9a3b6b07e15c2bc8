import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readBlueprint } from '../../../blueprint/read-blueprint.ts';
import { lower } from '../../../lowering/lower.ts';
import { stageSystems } from '../../testing/staged-system.ts';

const blueprint = `
millwright: 1
name: payments
storage: sqlite
config:
  scoresUrl: url
types:
  Payment: { account: text 1..40, number: integer, amount: money 0.01.., at: datetime }
  Scored: { account: text, number: integer, amount: money, risk: number }
  Run: { account: text, payments: integer, total: money }
  Alarm: { account: text, failures: integer }
entities:
  Entry:
    fields: { number: integer unique, account: text, amount: money, risk: number }
    api: [list]
components:
  payments:
    kind: Source
    of: Payment
    http: POST /accounts/{account}/payments
    set: { account: path.account, at: now }
  scores:
    kind: Model
    of: Payment
    to: Scored
    url: config.scoresUrl
    body: { amount: message.amount }
    answer: { risk: number 0..1 }
    from: message
    set: { risk: answer.risk }
    attempts: 2
    backoff: 1ms
  ledger:
    kind: Sink
    of: Scored
    do:
      - upsert: Entry as entry
        key: { number: message.number }
        set: { account: message.account, amount: message.amount, risk: message.risk }
  risky: { kind: Router, of: Scored, routes: { high: message.risk >= 0.5 } }
  attacks:
    kind: StreamProcessor
    of: Scored
    to: Alarm
    by: message.account
    state: { failures: integer = 0 }
    next: { failures: state.failures + 1 }
    when: state.failures % 3 == 0
    set: { account: key, failures: state.failures }
  alarms: { kind: Sink, of: Alarm, file: alarms.jsonl }
  runs:
    kind: Aggregator
    of: Payment
    to: Run
    window: { count: 4 }
    by: message.account
    set:
      account: key
      payments: size(messages)
      total: sum(messages.map(one, one.amount))
  totals: { kind: Sink, of: Run, file: totals.jsonl }
  failures: { kind: Sink, of: Failure, file: failures.jsonl }
bindings:
  - payments -> scores -> ledger
  - scores -> risky
  - risky.high -> attacks -> alarms
  - payments -> runs -> totals
  - scores.failed -> failures
`;

interface Running {
  readonly url: string;
  readonly child: ChildProcess;
}

let staged: string;
let root: string;
let folder: string;
let model: Server;
let running: Running | undefined;

beforeAll(async () => {
  staged = mkdtempSync(join(tmpdir(), 'dataflow-system-'));
  [root = ''] = stageSystems(join(staged, 'systems'), [lower(readBlueprint(blueprint))]);
  model = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { amount } = JSON.parse(Buffer.concat(chunks).toString()) as { amount: number };
      response.statusCode = amount === 13 ? 400 : 200;
      response.end(JSON.stringify({ risk: amount > 100 ? 0.9 : 0.1, model: 'of tests' }));
    })();
  });
  model.listen(0, '127.0.0.1');
  await once(model, 'listening');
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataflow-data-'));
});

afterEach(() => {
  running?.child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

afterAll(() => {
  model.closeAllConnections();
  model.close();
  rmSync(staged, { recursive: true, force: true });
});

async function start(): Promise<Running> {
  const child = spawn(process.execPath, [join(root, 'src/main.ts')], {
    env: {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_FILE: join(folder, 'data.sqlite'),
      SCORES_URL: `http://127.0.0.1:${(model.address() as AddressInfo).port}/`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { event, url } = JSON.parse(line) as { event?: string; url?: string };
    if (event !== 'listening' || url === undefined) continue;
    running = { url, child };
    child.stdout.resume();
    return running;
  }
  throw new Error('It did not start.');
}

async function send({ url }: Running, account: string, bodies: unknown): Promise<Response> {
  return fetch(`${url}/accounts/${account}/payments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(bodies),
  });
}

async function entries({ url }: Running): Promise<{ number: number; risk: number }[]> {
  return (await fetch(`${url}/entries?limit=500`)).json() as Promise<{ number: number; risk: number }[]>;
}

function linesOf(name: string): unknown[] {
  const path = join(folder, name);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
}

const patience = { timeout: 15_000 };

test('the code of components passes the compiler', () => {
  const tsc = join(import.meta.dirname, '../../../../../../node_modules/.bin/tsc');
  const { stdout } = spawnSync(tsc, ['-p', join(staged, 'systems')], { encoding: 'utf8' });
  expect(stdout).toBe('');
}, 60_000);

test('messages take their ways: through a model, a router, a state, windows, into records and files', async () => {
  const system = await start();
  const accepted = await send(system, 'a', [
    { number: 1, amount: 200 },
    { number: 2, amount: 10 },
    { number: 3, amount: 300 },
    { number: 4, amount: 400 },
    { number: 5, amount: 13 },
  ]);
  expect([accepted.status, await accepted.json()]).toEqual([202, { accepted: 5 }]);
  await vi.waitFor(async () => {
    const all = await entries(system);
    expect(all.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  }, patience);
  await vi.waitFor(() => expect(linesOf('alarms.jsonl')).toEqual([{ account: 'a', failures: 3 }]), patience);
  await vi.waitFor(() =>
    expect(linesOf('totals.jsonl')).toEqual([{ account: 'a', payments: 4, total: 910 }]),
  );
  await vi.waitFor(() =>
    expect(linesOf('failures.jsonl')).toMatchObject([{ component: 'scores', attempts: 1 }]),
  );
});

test('what breaks the type of a message is refused, and with it the whole list', async () => {
  const system = await start();
  const refused: readonly unknown[] = [
    { number: 1.5, amount: 1 },
    { number: 1, amount: 1, account: 'b' },
    [{ number: 1, amount: 1 }, {}],
    [],
  ];
  for (const body of refused) {
    const answer = await send(system, 'a', body);
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'invalid_input' }]);
  }
});

test('what was accepted reaches the records and the files, however often the process is killed', async () => {
  const accepted = new Set<number>();
  let number = 0;
  for (let round = 0; round < 4; round += 1) {
    const system = await start();
    const sent = Array.from({ length: 8 }, async () => {
      const bodies = Array.from({ length: 10 }, () => ({ number: (number += 1), amount: 1 }));
      const answer = await send(system, 'a', bodies).catch(() => undefined);
      if (answer?.status === 202) for (const body of bodies) accepted.add(body.number);
    });
    const ended = once(system.child, 'exit');
    await Promise.race(sent);
    system.child.kill('SIGKILL');
    await Promise.all([...sent, ended]);
  }
  expect(accepted.size).toBeGreaterThanOrEqual(40);
  const system = await start();
  await vi.waitFor(async () => {
    const kept = new Set((await entries(system)).map((entry) => entry.number));
    expect([...accepted].filter((one) => !kept.has(one))).toEqual([]);
  }, patience);
  const runs = linesOf('totals.jsonl') as { payments: number }[];
  expect(runs.reduce((sum, { payments }) => sum + payments, 0)).toBeGreaterThan(accepted.size - 4);
}, 60_000);
