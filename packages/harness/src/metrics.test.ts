import { expect, test } from 'vitest';
import { Answerer, Asker, Collector, createSystem, Emitter, range } from './components.fixture.ts';
import type { ComponentContext } from './index.ts';

interface ParsedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const HELP = /^# HELP [a-z_][a-z0-9_]* .+$/;
const TYPE = /^# TYPE (?<name>[a-z_][a-z0-9_]*) (?<type>counter|gauge|histogram)$/;
const SAMPLE = /^(?<name>[a-z_][a-z0-9_]*)(?:\{(?<labels>.*)\})? (?<value>\+Inf|-?[0-9.e+-]+)$/;
const LABEL = /(?<key>[a-z]+)="(?<text>(?:[^"\\]|\\.)*)"(?:,|$)/g;

/** Reads the text format strictly: every line must be valid, and every sample belong to a type declared before. */
function parse(text: string): {
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly ParsedSample[];
} {
  expect(text.endsWith('\n')).toBe(true);
  const types = new Map<string, string>();
  const samples: ParsedSample[] = [];
  for (const line of text.slice(0, -1).split('\n')) {
    const { name = '', type = '' } = TYPE.exec(line)?.groups ?? {};
    if (type !== '') {
      expect(types.has(name)).toBe(false);
      types.set(name, type);
    } else if (!HELP.test(line)) {
      samples.push(parseSample(line, types));
    }
  }
  return { types, samples };
}

function parseSample(line: string, types: ReadonlyMap<string, string>): ParsedSample {
  const { name = '', labels = '', value = '' } = SAMPLE.exec(line)?.groups ?? {};
  expect(name, `a valid sample: ${line}`).not.toBe('');
  const family = types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '');
  expect([...types.keys()]).toContain(family);
  const pairs = [...labels.matchAll(LABEL)].map(({ groups }) => [groups?.['key'], groups?.['text']]);
  return { name, labels: Object.fromEntries(pairs), value: value === '+Inf' ? Infinity : Number(value) };
}

class Measured extends Collector<number> {
  override setup({ metrics }: ComponentContext): void {
    metrics.counter('orders_total', 'Orders with a "quote",\na second line and a \\.').increment(3);
    metrics.gauge('temperature_celsius', 'Now.').set(-4.5);
    metrics.histogram('job_seconds', 'Jobs.').observe(0.002);
    metrics.counter('orders_total', 'Orders.').increment();
    expect(() => metrics.gauge('orders_total', 'Orders.')).toThrow(
      expect.objectContaining({ code: 'invalid-name' }),
    );
    expect(() => metrics.counter('no spaces', '')).toThrow(expect.objectContaining({ code: 'invalid-name' }));
  }
}

test('the figures are valid Prometheus text and agree with what happened', async () => {
  const system = createSystem();
  const emitter = system.register(new Emitter('emitter', range(40)));
  const collector = system.register(new Measured('collector', undefined, { buffer: 8 }));
  const asker = system.register(new Asker('asker'));
  const answerer = system.register(new Answerer('answerer', (value) => value));
  system.connect(emitter.out, collector.in);
  system.connect(asker.ask, answerer.answers);
  await system.start();
  for (const value of range(5)) await asker.ask.request(value);
  await system.stop();
  const { types, samples } = parse(system.metrics());
  const value = (name: string, labels: Record<string, string> = {}) =>
    samples.find(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([key, text]) => sample.labels[key] === text),
    )?.value;
  const stream = { binding: 'emitter.out->collector.in' };
  const requests = { binding: 'asker.ask->answerer.answers' };
  expect(value('harness_messages_total', stream)).toBe(40);
  expect(value('harness_messages_total', requests)).toBe(5);
  expect(value('harness_queue_depth', stream)).toBe(0);
  expect(value('harness_send_waits_total', stream)).toBeGreaterThan(0);
  expect(types.get('harness_request_duration_seconds')).toBe('histogram');
  expect(value('harness_request_duration_seconds_bucket', { ...requests, le: '+Inf' })).toBe(5);
  expect(value('harness_request_duration_seconds_count', requests)).toBe(5);
  expect(value('harness_component_up', { component: 'collector' })).toBe(0);
  expect(value('orders_total', { component: 'collector' })).toBe(4);
  expect(value('temperature_celsius')).toBe(-4.5);
  expect(value('job_seconds_count')).toBe(1);
  expect(value('job_seconds_bucket', { le: '0.001' })).toBe(0);
  expect(value('job_seconds_bucket', { le: '0.0025' })).toBe(1);
  expect(value('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  expect(value('process_start_time_seconds')).toBeGreaterThan(1.7e9);
});
