import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createJsonLog } from '../log.ts';
import { ManualClock } from '../manual-clock.fixture.ts';
import { SystemExecutionHarness } from '../system.ts';
import { type Failure, Journal, type WindowRule } from './index.ts';
import {
  Client,
  Collected,
  Doubled,
  Positive,
  type Reading,
  Readings,
  Runs,
  type Total,
  Totals,
} from './numbers.fixture.ts';

let folder: string;
let clock: ManualClock;
const running: SystemExecutionHarness[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataflow-'));
  clock = new ManualClock(Date.parse('2026-01-01T10:00:00Z'));
});

afterEach(async () => {
  for (const system of running.splice(0)) await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

const journalPath = () => join(folder, 'journal.sqlite');
const reading = (value: number, at = '10:00:00', device = 'a'): Reading => ({
  device,
  value,
  at: `2026-01-01T${at}Z`,
});

function newSystem() {
  const log = createJsonLog({ level: 'silent' });
  const system = new SystemExecutionHarness({ name: 'numbers', clock, log });
  running.push(system);
  return system;
}

/** Ends a system the way a crash does, as far as its journal goes: nothing more is written. */
async function crash(system: SystemExecutionHarness, journal: Journal): Promise<void> {
  await vi.waitUntil(() => new Promise((resolve) => setTimeout(() => resolve(true), 30)));
  journal.close();
  running.splice(running.indexOf(system), 1);
}

function totalsSystem(
  window: WindowRule,
  options: { latenessMs?: number; idleMs?: number; journal?: Journal } = {},
) {
  const system = newSystem();
  if (options.journal) system.use(options.journal);
  const client = system.register(new Client('client'));
  const readings = system.register(new Readings(options.journal));
  const totals = system.register(new Totals(window, options));
  const sums = system.register(new Collected<Total>('sums', 'Total'));
  const late = system.register(new Collected<Reading>('tooLate', 'Reading'));
  system.connect(client.posts, readings.posts);
  system.connect(readings.out, totals.in);
  system.connect(totals.out, sums.in);
  system.connect(totals.late, late.in);
  return { system, client, totals, sums, late };
}

const minute: WindowRule = { kind: 'tumbling', sizeMs: 60_000 };
const valuesOf = (totals: readonly Total[]) => totals.map(({ device, values }) => [device, ...values]);

test('a message that fails leaves through its own port, and the next ones are handled', async () => {
  const system = newSystem();
  const client = system.register(new Client('client'));
  const readings = system.register(new Readings());
  const positive = system.register(new Positive());
  const doubled = system.register(new Doubled());
  const results = system.register(new Collected<Reading>('results', 'Reading'));
  const dropped = system.register(new Collected<Reading>('rest', 'Reading'));
  const failures = system.register(new Collected<Failure>('failures', 'Failure'));
  system.connect(client.posts, readings.posts);
  system.connect(readings.out, positive.in);
  system.connect(readings.out, doubled.in);
  system.connect(positive.dropped, dropped.in);
  system.connect(doubled.out, results.in);
  system.connect(doubled.failed, failures.in);
  await system.start();
  expect(await client.send([reading(1), reading(-1), reading(Number.NaN), reading(3)])).toBe(4);
  await vi.waitFor(() => expect(results.values.map(({ value }) => value)).toEqual([2, -2, 6]));
  await vi.waitFor(() => expect(dropped.values.map(({ value }) => value)).toEqual([-1, Number.NaN]));
  expect(failures.values).toMatchObject([{ component: 'doubled', error: 'It is no number.', attempts: 1 }]);
});

test('a source refuses what goes beyond its backlog, and takes it once there is room', async () => {
  const system = newSystem();
  const client = system.register(new Client('client'));
  const readings = system.register(new Readings(undefined, 100));
  const slow = system.register(new Collected<Reading>('slow', 'Reading'));
  let open = (): void => {};
  slow.gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  system.connect(client.posts, readings.posts);
  system.connect(readings.out, slow.in, { buffer: 1 });
  await system.start();
  const many = Array.from({ length: 80 }, (_, index) => reading(index));
  await client.send(many);
  await expect(client.send(many)).rejects.toMatchObject({ code: 'overloaded' });
  open();
  await vi.waitFor(() => client.send(many));
});

test('windows of event time are over when a message is far enough ahead; what comes later is late', async () => {
  const { system, client, sums, late } = totalsSystem(minute, { latenessMs: 10_000 });
  await system.start();
  await client.send([
    reading(1, '10:00:05'),
    reading(2, '10:01:05'),
    reading(3, '10:00:59'),
    reading(4, '10:00:59', 'b'),
    reading(5, '10:01:10'),
    reading(6, '10:00:59'),
  ]);
  await vi.waitFor(() =>
    expect(valuesOf(sums.values)).toEqual([
      ['a', 1, 3],
      ['b', 4],
    ]),
  );
  expect(sums.values[0]).toMatchObject({
    start: '2026-01-01T10:00:00.000Z',
    end: '2026-01-01T10:01:00.000Z',
  });
  await vi.waitFor(() => expect(late.values).toEqual([reading(6, '10:00:59')]));
});

test('windows of event time end as well when nothing comes any more', async () => {
  const { system, client, sums } = totalsSystem(minute, { latenessMs: 10_000, idleMs: 5_000 });
  await system.start();
  await client.send([reading(1, '10:00:05')]);
  await vi.waitFor(async () => {
    await clock.advance(5_000);
    expect(valuesOf(sums.values)).toEqual([['a', 1]]);
  });
});

test('windows of the clock are over when it says so', async () => {
  const { system, client, sums } = totalsSystem(minute);
  await system.start();
  await client.send([reading(1), reading(2)]);
  await clock.advance(59_999);
  expect(sums.values).toEqual([]);
  await vi.waitFor(async () => {
    await clock.advance(1);
    expect(valuesOf(sums.values)).toEqual([['a', 1, 2]]);
  });
});

test('sliding windows overlap', async () => {
  const window = { kind: 'sliding', sizeMs: 60_000, everyMs: 30_000 } as const;
  const { system, client, sums } = totalsSystem(window, { latenessMs: 0 });
  await system.start();
  await client.send([reading(1, '10:00:10'), reading(2, '10:00:40'), reading(3, '10:02:00')]);
  await vi.waitFor(() =>
    expect(valuesOf(sums.values)).toEqual([
      ['a', 1],
      ['a', 1, 2],
      ['a', 2],
    ]),
  );
});

test('a session lasts as long as there is no gap, and a message may join two', async () => {
  const window = { kind: 'session', gapMs: 30_000 } as const;
  const { system, client, sums } = totalsSystem(window, { latenessMs: 60_000 });
  await system.start();
  await client.send([
    reading(1, '10:00:00'),
    reading(2, '10:00:50'),
    reading(3, '10:00:25'),
    reading(4, '10:01:30', 'b'),
    reading(9, '10:09:00', 'c'),
  ]);
  await vi.waitFor(() =>
    expect(valuesOf(sums.values)).toEqual([
      ['a', 1, 2, 3],
      ['b', 4],
    ]),
  );
  expect(sums.values[0]).toMatchObject({
    start: '2026-01-01T10:00:00.000Z',
    end: '2026-01-01T10:01:20.000Z',
  });
});

test('a window may be so many messages of a key', async () => {
  const { system, client, sums } = totalsSystem({ kind: 'count', size: 2 });
  await system.start();
  await client.send([reading(1), reading(2, '10:00:00', 'b'), reading(3), reading(4)]);
  await vi.waitFor(() => expect(valuesOf(sums.values)).toEqual([['a', 1, 3]]));
});

test('without a journal open windows are sent at the end', async () => {
  const { system, client, sums } = totalsSystem(minute);
  await system.start();
  await client.send([reading(1)]);
  await system.stop();
  expect(valuesOf(sums.values)).toEqual([['a', 1]]);
});

test('open windows fill again after a crash; those that were handled are not sent twice', async () => {
  const first = new Journal(journalPath());
  const before = totalsSystem(minute, { latenessMs: 0, journal: first });
  await before.system.start();
  await before.client.send([reading(1, '10:00:05'), reading(2, '10:01:05')]);
  await vi.waitFor(() => expect(valuesOf(before.sums.values)).toEqual([['a', 1]]));
  await crash(before.system, first);

  const second = new Journal(journalPath());
  const after = totalsSystem(minute, { latenessMs: 0, journal: second });
  await after.system.start();
  await after.client.send([reading(3, '10:00:30'), reading(4, '10:02:00')]);
  await vi.waitFor(() => expect(valuesOf(after.sums.values)).toEqual([['a', 2]]));
  await vi.waitFor(() => expect(after.late.values).toEqual([reading(3, '10:00:30')]));
});

test('a window whose message was not handled is sent again', async () => {
  const first = new Journal(journalPath());
  const before = totalsSystem(minute, { latenessMs: 0, journal: first });
  before.sums.isHolding = true;
  await before.system.start();
  await before.client.send([reading(1, '10:00:05'), reading(2, '10:01:05')]);
  await vi.waitFor(() => expect(valuesOf(before.sums.values)).toEqual([['a', 1]]));
  await crash(before.system, first);

  const after = totalsSystem(minute, { latenessMs: 0, journal: new Journal(journalPath()) });
  await after.system.start();
  await vi.waitFor(() => expect(valuesOf(after.sums.values)).toEqual([['a', 1]]));
});

function runsSystem(journal: Journal) {
  const system = newSystem();
  system.use(journal);
  const client = system.register(new Client('client'));
  const readings = system.register(new Readings(journal));
  const runs = system.register(new Runs(journal));
  const results = system.register(new Collected<Reading>('results', 'Reading'));
  const other = system.register(new Collected<Reading>('other', 'Reading'));
  system.connect(client.posts, readings.posts);
  system.connect(readings.out, runs.in);
  system.connect(readings.out, other.in);
  system.connect(runs.out, results.in);
  return { system, client, results, other };
}

test('states survive a crash, and a message that comes again changes them no second time', async () => {
  const first = new Journal(journalPath());
  const before = runsSystem(first);
  before.other.isHolding = true;
  await before.system.start();
  await before.client.send([reading(1), reading(1), reading(1)]);
  await vi.waitFor(() => expect(before.results.values).toHaveLength(1));
  await crash(before.system, first);

  const after = runsSystem(new Journal(journalPath()));
  await after.system.start();
  await vi.waitFor(() => expect(after.other.values).toHaveLength(3));
  expect(after.results.values).toEqual([{ ...reading(1), value: 2 }]);
  await after.client.send([reading(1)]);
  await vi.waitFor(() => expect(after.results.values.at(-1)).toEqual({ ...reading(1), value: 4 }));
});

test('a handled message is forgotten', async () => {
  const journal = new Journal(journalPath());
  const { system, client, results } = runsSystem(journal);
  await system.start();
  await client.send([reading(1), reading(1)]);
  await vi.waitFor(() => expect(results.values).toHaveLength(1));
  await system.stop();
  const again = new Journal(journalPath());
  again.open();
  expect(again.replay('readings')).toEqual([]);
  again.close();
});
