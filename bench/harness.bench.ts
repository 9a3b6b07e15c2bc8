/**
 * What the harness costs: messages through three components (source → transform → sink) against the same in Node's object
 * streams, async generators and an event emitter, with the same buffer; and requests with replies. All in one process, one
 * after the other, median of several rounds. Event emitter and generators have no buffer, and the emitter no back-pressure.
 */
import { EventEmitter } from 'node:events';
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createJsonLog, HarnessComponent, SystemExecutionHarness } from '../packages/harness/src/index.ts';
import { median, printTable } from './support/table.ts';

const messages = 500_000;
const rounds = 7;
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

/** Nanoseconds per message of each contender; the contenders take turns, so that all meet the same conditions. */
async function measure(all: Readonly<Record<string, Contender>>): Promise<ReadonlyMap<string, number>> {
  const expected = messages * (messages - 1);
  const times = new Map(Object.keys(all).map((name) => [name, [] as number[]]));
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, contender] of Object.entries(all)) {
      const startedAt = performance.now();
      const sum = await contender();
      if (sum !== expected)
        throw new Error(`${name} lost or changed messages: expected ${expected}, got ${sum}.`);
      if (round >= 0) times.get(name)?.push(((performance.now() - startedAt) * 1e6) / messages);
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

const streams = await measure(contenders);
const fastestStreams = Object.keys(contenders)
  .filter((name) => name.startsWith('Node'))
  .toSorted((a, b) => (streams.get(a) ?? 0) - (streams.get(b) ?? 0))[0] as string;
printTable(
  `${messages} messages through three components, buffer ${buffer}, median of ${rounds}`,
  ['', 'million/s', 'ns/message', `against ${fastestStreams}`],
  rows(streams, fastestStreams),
);
printTable(
  `${messages} requests, median of ${rounds}`,
  ['', 'million/s', 'ns/request', 'against a plain call'],
  rows(await measure(requesters), 'plain async function call'),
);
