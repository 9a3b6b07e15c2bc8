/** Selecting among a thousand generators, with the reasons why each other one was passed over. */
import { z } from 'zod';
import { defineGenerator, FileTree, GeneratorRegistry } from '../packages/factory/src/index.ts';
import { median, printTable } from './support/table.ts';

const generators = 1_000;
const capabilitiesEach = 12;
const rounds = 200;

const registry = new GeneratorRegistry();
for (let index = 0; index < generators; index += 1) {
  registry.register(
    defineGenerator({
      name: `pack-${index % 40}/generator-${index}`,
      version: '1.0.0',
      description: 'One of many.',
      capabilities: Array.from(
        { length: capabilitiesEach },
        (_, at) => `kind-${at}:${(index * 31 + at * 7) % (at + 3)}`,
      ),
      accepts: z.unknown(),
      generate: () => new FileTree(),
    }),
  );
}

const wanted = {
  required: ['kind-1:2', 'kind-2:1'],
  preferred: Array.from({ length: capabilitiesEach }, (_, at) => `kind-${at}:1`),
};

const first = timed(() => registry.select(wanted));
const times = Array.from({ length: rounds }, () => timed(() => registry.select(wanted)));
const selected = registry.select(wanted);

printTable(
  `Selecting among ${generators} generators (ms)`,
  ['selection', 'ms', 'goal'],
  [
    ['the first', first.toFixed(2), '≤ 5'],
    [`median of ${rounds}`, median(times).toFixed(2), '≤ 5'],
    ['slowest', Math.max(...times).toFixed(2), '≤ 5'],
    ['reasons given', String(selected.candidates.length), ''],
  ],
);

function timed(run: () => unknown): number {
  const startedAt = performance.now();
  run();
  return performance.now() - startedAt;
}
