/**
 * What it costs to take messages in: from a source through a filter into windows of a second for each of 100 devices, in one
 * process, without HTTP. Once in memory, and once with a journal on disk, from which every message is forgotten only when
 * the message of its window was handled.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Aggregator,
  DataflowComponent,
  Filter,
  HttpSource,
  Journal,
  type Message,
  type Post,
} from '../packages/harness/src/dataflow/index.ts';
import { createJsonLog, HarnessComponent, SystemExecutionHarness } from '../packages/harness/src/index.ts';
import { median, printTable } from './support/table.ts';

const messages = 200_000;
const batch = 500;
const devices = 100;
const rounds = 3;
/** Messages of one device follow each other so closely that a window holds this many of all devices. */
const perWindow = 5_000;

interface Reading {
  readonly device: string;
  readonly celsius: number;
  readonly takenAt: string;
}

interface Average {
  readonly device: string;
  readonly celsius: number;
  readonly readings: number;
}

class Client extends HarnessComponent {
  readonly posts = this.requests<Post<Reading>, number>('posts', { type: 'Reading[]' });
}

class Readings extends HttpSource<Reading> {
  protected override message(body: Reading): Reading {
    return body;
  }
}

class Plausible extends Filter<Reading> {
  protected override keeps({ celsius }: Reading): boolean {
    return celsius > -60 && celsius < 80;
  }
}

class Averages extends Aggregator<Reading, Average, string> {
  protected override keyOf({ device }: Reading): string {
    return device;
  }

  protected override timeOf({ takenAt }: Reading): string {
    return takenAt;
  }

  protected override aggregate(all: readonly Reading[], { key }: { readonly key: string }): Average {
    const celsius = all.reduce((sum, reading) => sum + reading.celsius, 0) / all.length;
    return { device: key, celsius, readings: all.length };
  }
}

class Counted extends DataflowComponent<Average> {
  readings = 0;

  protected override handle({ value }: Message<Average>): void {
    this.readings += value.readings;
  }
}

/** Made beforehand, so that only their way is measured. The last one ends all windows. */
const batches: readonly (readonly Reading[])[] = Array.from({ length: messages / batch }, (_, at) =>
  Array.from({ length: batch }, (_, index): Reading => {
    const number = at * batch + index;
    const takenAt = new Date(1_800_000_000_000 + Math.floor(number / perWindow) * 1_000).toISOString();
    return { device: `device-${number % devices}`, celsius: number % 40, takenAt };
  }),
);
const last: Reading = { device: 'last', celsius: 0, takenAt: '2100-01-01T00:00:00.000Z' };

async function ingest(journal: Journal | undefined): Promise<{ perSecond: number; waitMs: number }> {
  const system = new SystemExecutionHarness({ name: 'ingest', log: createJsonLog({ level: 'silent' }) });
  if (journal) system.use(journal);
  const client = system.register(new Client('client'));
  const readings = system.register(new Readings('readings', { type: 'Reading', journal, backlog: messages }));
  const plausible = system.register(new Plausible('plausible', { type: 'Reading' }));
  const averages = system.register(
    new Averages('averages', {
      type: 'Reading',
      outType: 'Average',
      window: { kind: 'tumbling', sizeMs: 1_000 },
      eventTime: { latenessMs: 0 },
      journal,
    }),
  );
  const counted = system.register(new Counted('counted', { type: 'Average' }));
  system.connect(client.posts, readings.posts);
  system.connect(readings.out, plausible.in);
  system.connect(plausible.out, averages.in);
  system.connect(averages.out, counted.in);
  await system.start();
  const waits: number[] = [];
  const start = performance.now();
  for (let index = 0; index < batches.length; index += 8) {
    const sent = performance.now();
    const together = batches.slice(index, index + 8);
    await Promise.all(together.map((bodies) => client.posts.request({ bodies, path: {} })));
    waits.push(performance.now() - sent);
  }
  await client.posts.request({ bodies: [last], path: {} });
  while (counted.readings < messages) await new Promise(setImmediate);
  const seconds = (performance.now() - start) / 1000;
  await system.stop();
  return { perSecond: messages / seconds, waitMs: median(waits) };
}

async function measure(withJournal: boolean): Promise<readonly string[]> {
  const results = [];
  for (let round = 0; round < rounds; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'ingest-'));
    results.push(await ingest(withJournal ? new Journal(join(folder, 'journal.sqlite')) : undefined));
    rmSync(folder, { recursive: true });
  }
  const perSecond = median(results.map((result) => result.perSecond));
  const waitMs = median(results.map((result) => result.waitMs));
  return [
    withJournal ? 'journal on disk' : 'in memory',
    Math.round(perSecond).toLocaleString('en'),
    waitMs.toFixed(1),
  ];
}

printTable(
  `${messages.toLocaleString('en')} messages in lists of ${batch}, eight lists at once`,
  ['', 'messages/s', 'eight lists accepted after, ms'],
  [await measure(false), await measure(true)],
);
