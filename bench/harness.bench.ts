/**
 * What the harness costs: messages through three components (source → transform → sink) against the same in Node's object
 * streams, async generators and an event emitter, with the same buffer; and requests with replies. Each contender has a
 * process of its own, as in a real program. Generators have no buffer; the emitter has neither buffer nor back-pressure.
 */
import { execFileSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createJsonLog, HarnessComponent, SystemExecutionHarness } from '../packages/harness/src/index.ts';
import { median, printTable } from './support/table.ts';

const messages = 200_000;
const rounds = 10;
const turns = 3;
const buffer = 64;
const log = createJsonLog({ level: 'silent' });

interface Reading {
  readonly value: number;
}

/** Made beforehand, so that only their way is measured. */
const readings: readonly Reading[] = Array.from({ length: messages }, (_, value) => ({ value }));

function doubled({ value }: Reading): Reading {
  return { value: value * 2 };
}

/** Each contender pushes all readings through and returns the sum, which must be the same for all. */
type Contender = () => Promise<number>;

class Source extends HarnessComponent {
  readonly out = this.sends<Reading>('out');
  override process(): Promise<void> {
    return this.out.sendAll(readings);
  }
}

class AwaitingSource extends HarnessComponent {
  readonly out = this.sends<Reading>('out');
  override async process(): Promise<void> {
    for (const reading of readings) await this.out.send(reading);
  }
}

class Doubler extends HarnessComponent {
  readonly in = this.receives<Reading>('in', { buffer });
  readonly out = this.sends<Reading>('out');
  override process(): Promise<void> {
    return this.in.forEach((reading) => this.out.send(doubled(reading)));
  }
}

class LoopingDoubler extends Doubler {
  override async process(): Promise<void> {
    for await (const reading of this.in) await this.out.send(doubled(reading));
  }
}

class Sum extends HarnessComponent {
  readonly in = this.receives<Reading>('in', { buffer });
  sum = 0;
  override process(): Promise<void> {
    return this.in.forEach(({ value }) => {
      this.sum += value;
    });
  }
}

class LoopingSum extends Sum {
  override async process(): Promise<void> {
    for await (const { value } of this.in) this.sum += value;
  }
}

async function throughHarness(source: Source | AwaitingSource, doubler: Doubler, sum: Sum): Promise<number> {
  const system = new SystemExecutionHarness({ name: 'bench', log });
  system.register(source);
  system.register(doubler);
  system.register(sum);
  system.connect(source.out, doubler.in);
  system.connect(doubler.out, sum.in);
  await system.start();
  await system.finished;
  await system.stop();
  return sum.sum;
}

async function throughStreams(source: Readable): Promise<number> {
  let sum = 0;
  const doubler = new Transform({
    objectMode: true,
    highWaterMark: buffer,
    transform: (reading: Reading, _encoding, done) => done(null, doubled(reading)),
  });
  const sink = new Writable({
    objectMode: true,
    highWaterMark: buffer,
    write({ value }: Reading, _encoding, done) {
      sum += value;
      done();
    },
  });
  await pipeline(source, doubler, sink);
  return sum;
}

function pushingSource(): Readable {
  const iterator = readings.values();
  return new Readable({
    objectMode: true,
    highWaterMark: buffer,
    read() {
      for (let next = iterator.next(); !next.done; next = iterator.next()) if (!this.push(next.value)) return;
      this.push(null);
    },
  });
}

async function throughGenerators(): Promise<number> {
  async function* source() {
    yield* readings;
  }
  async function* transform(input: AsyncIterable<Reading>) {
    for await (const reading of input) yield doubled(reading);
  }
  let sum = 0;
  for await (const { value } of transform(source())) sum += value;
  return sum;
}

async function throughEmitter(): Promise<number> {
  const [raw, scaled] = [new EventEmitter(), new EventEmitter()];
  let sum = 0;
  raw.on('message', (reading: Reading) => scaled.emit('message', doubled(reading)));
  scaled.on('message', ({ value }: Reading) => {
    sum += value;
  });
  for (const reading of readings) raw.emit('message', reading);
  return sum;
}

const contenders: Readonly<Record<string, Contender>> = {
  'Node object streams, Readable.from': () =>
    throughStreams(Readable.from(readings, { highWaterMark: buffer })),
  'Node object streams, read() and push()': () => throughStreams(pushingSource()),
  'async generators': throughGenerators,
  'event emitter (no back-pressure)': throughEmitter,
  'harness: sendAll, forEach': () =>
    throughHarness(new Source('source'), new Doubler('doubler'), new Sum('sum')),
  'harness: await send, forEach': () =>
    throughHarness(new AwaitingSource('source'), new Doubler('doubler'), new Sum('sum')),
  'harness: await send, for await': () =>
    throughHarness(new AwaitingSource('source'), new LoopingDoubler('doubler'), new LoopingSum('sum')),
};

class Client extends HarnessComponent {
  readonly store = this.requests<Reading, Reading>('store');
}

class Store extends HarnessComponent {
  readonly commands;
  constructor(handler: (reading: Reading) => Reading | Promise<Reading>) {
    super('store');
    this.commands = this.replies<Reading, Reading>('commands', handler);
  }
}

async function requestAll(
  handler: (reading: Reading) => Reading | Promise<Reading>,
  atOnce: number,
): Promise<number> {
  const system = new SystemExecutionHarness({ name: 'bench', log });
  const client = system.register(new Client('client'));
  const store = system.register(new Store(handler));
  system.connect(client.store, store.commands);
  await system.start();
  let sum = 0;
  const ask = async (source: Iterator<Reading>) => {
    for (let next = source.next(); !next.done; next = source.next()) {
      const { value } = await client.store.request(next.value);
      sum += value;
    }
  };
  const source = readings.values();
  await Promise.all(Array.from({ length: atOnce }, () => ask(source)));
  await system.stop();
  return sum;
}

async function callAll(): Promise<number> {
  let sum = 0;
  const handler = async (reading: Reading) => doubled(reading);
  for (const reading of readings) {
    const { value } = await handler(reading);
    sum += value;
  }
  return sum;
}

const requesters: Readonly<Record<string, Contender>> = {
  'plain async function call': callAll,
  'request, reply at once': () => requestAll(doubled, 1),
  'request, reply by a promise': () => requestAll(async (reading) => doubled(reading), 1),
  '64 requests at a time, reply at once': () => requestAll(doubled, 64),
  '64 requests at a time, reply by a promise': () => requestAll(async (reading) => doubled(reading), 64),
};

/** Runs in a process of its own, which knows no other contender: prints the nanoseconds per message of each round. */
async function compete(contender: Contender): Promise<void> {
  const times: number[] = [];
  for (let round = -2; round < rounds; round += 1) {
    const startedAt = performance.now();
    const sum = await contender();
    const ns = ((performance.now() - startedAt) * 1e6) / messages;
    if (sum !== messages * (messages - 1))
      throw new Error(`Messages were lost or changed: the sum is ${sum}.`);
    if (round >= 0) times.push(ns);
  }
  console.log(JSON.stringify(times));
}

/** The median nanoseconds per message of each contender. They take turns, so that all meet the same conditions. */
function measure(all: Readonly<Record<string, Contender>>): ReadonlyMap<string, number> {
  const times = new Map(Object.keys(all).map((name) => [name, [] as number[]]));
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [name, values] of times) {
      const output = execFileSync(process.execPath, [import.meta.filename, name], { encoding: 'utf8' });
      values.push(...(JSON.parse(output) as number[]));
    }
  }
  return new Map([...times].map(([name, values]) => [name, median(values)]));
}

function rows(results: ReadonlyMap<string, number>, baseline: string): string[][] {
  const base = results.get(baseline) ?? Number.NaN;
  return [...results].map(([name, ns]) => [
    name,
    (1e3 / ns).toFixed(2),
    ns.toFixed(0),
    `${(base / ns).toFixed(2)} ×`,
  ]);
}

function report(): void {
  const streams = measure(contenders);
  const nodeForms = [...streams].filter(([name]) => name.startsWith('Node'));
  const [fastest = ''] = nodeForms.toSorted(([, a], [, b]) => a - b).map(([name]) => name);
  printTable(
    `${messages} messages through three components, buffer ${buffer}, median of ${rounds * turns} rounds`,
    ['', 'million/s', 'ns/message', `against ${fastest}`],
    rows(streams, fastest),
  );
  printTable(
    `${messages} requests, median of ${rounds * turns} rounds`,
    ['', 'million/s', 'ns/request', 'against a plain call'],
    rows(measure(requesters), 'plain async function call'),
  );
}

const contender = { ...contenders, ...requesters }[process.argv[2] ?? ''];
if (contender === undefined) report();
else await compete(contender);
