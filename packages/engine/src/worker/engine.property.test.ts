import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { definePipeline, type Pipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';
import type { Needs, Stage } from '../definition/stage.ts';
import { TerminalError } from '../errors.ts';
import type { RunEvent } from '../journal/event.ts';
import { planOf } from '../scheduler/plan.ts';
import { hasEnded } from '../scheduler/status.ts';
import { openStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { crashable } from '../testing/crashable-store.ts';
import { eventsOf } from '../testing/engines.ts';
import { expectSoundJournal } from '../testing/journal-invariants.ts';
import { seededRandom } from '../testing/random.ts';
import { SimulatedClock } from '../testing/simulated-clock.ts';
import { createEngine, type Engine } from './engine.ts';

interface Draft {
  readonly kind: 'run' | 'map' | 'loop';
  readonly needs: readonly number[];
}

const drafts = fc.array(
  fc.record({
    kind: fc.constantFrom<Draft['kind']>('run', 'map', 'loop'),
    needs: fc.array(fc.nat(20), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 6 },
);

/** A pipeline of that shape whose stages fail now and then, and whose result says what every stage gave. */
function pipelineOf(shape: readonly Draft[], random: () => number): Pipeline<number, unknown, unknown> {
  const pipeline = definePipeline({ name: 'random', version: '1', input: type<number>() });
  const stages: Stage<unknown>[] = [];
  const work = async (result: string): Promise<string> => {
    for (let turn = random() * 4; turn > 1; turn -= 1) await new Promise(setImmediate);
    if (random() < 0.01) throw new TerminalError('hopeless');
    if (random() < 0.15) throw new Error('once more');
    return random() < 0.1 ? result.padEnd(9_000, '.') : result;
  };
  const retry = { attempts: 4, delayMs: 30, losses: 1_000 };
  for (const [index, { kind, needs: picks }] of shape.entries()) {
    const needs: Needs = Object.fromEntries(
      index === 0 ? [] : picks.map((pick) => [`s${pick % index}`, stages[pick % index] as Stage<unknown>]),
    );
    const name = `s${index}`;
    const compensate = async (): Promise<void> => {};
    if (kind === 'map') {
      const over = () => ['x', 'y', 'z'];
      stages.push(
        pipeline.map(name, {
          needs,
          retry,
          over,
          key: (item) => item,
          limit: 2,
          compensate,
          run: ({ item }) => work(item),
        }),
      );
    } else if (kind === 'loop') {
      const until = (result: string): boolean => result.startsWith('rrr');
      stages.push(
        pipeline.loop(name, {
          needs,
          retry,
          maxRounds: 5,
          initial: () => '',
          until,
          run: ({ round }) => work('r'.repeat(round)),
        }),
      );
    } else {
      stages.push(pipeline.stage(name, { needs, retry, compensate, run: () => work('one') }));
    }
  }
  return pipeline.output(Object.fromEntries(stages.map((stage) => [stage.name, stage])));
}

const plain = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(plain) : typeof value === 'string' ? value.replace(/\.+$/, '') : value;

/** What a failed run has to undo: results of run stages and of map items. */
function compensable(pipeline: Pipeline<number, unknown, unknown>, events: readonly RunEvent[]): RunEvent[] {
  return events.filter((event) => {
    if (event.type !== 'stage.succeeded' && event.type !== 'item.succeeded') return false;
    return pipeline.stages.get(event.stage)?.kind === (event.item === undefined ? 'run' : 'map');
  });
}

/** Lets everything happen that is due, and time pass. */
async function pass(clock: SimulatedClock, ms: number): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
  clock.turn(ms);
}

async function isOver(store: Store, runId: string): Promise<boolean> {
  const record = await store.getRun(runId);
  return record !== undefined && (hasEnded(record.status) || record.status === 'paused');
}

/** Drives a run with one worker after the other, each lost after a while, until it is over. */
async function driveThroughCrashes(
  shared: Store,
  pipeline: Pipeline<number, unknown, unknown>,
  lives: readonly number[],
  random: () => number,
): Promise<Engine> {
  const hire = (life: number, now?: number) => {
    const { store, crash } = crashable(shared);
    const clock = new SimulatedClock(now);
    return {
      life,
      crash,
      clock,
      engine: createEngine({ store, pipelines: [pipeline], clock, concurrency: 3, graceMs: 1 }),
    };
  };
  let worker = hire(lives[0] ?? Number.POSITIVE_INFINITY);
  await worker.engine.start(pipeline, 1, { runId: 'r' });
  for (let turn = 0, hired = 1, age = 0; turn < 5_000; turn += 1, age += 1) {
    // Clocks jump: mostly on, now and then back.
    await pass(worker.clock, random() < 0.1 ? -40 : 25);
    if (await isOver(shared, 'r')) {
      if ((await shared.getRun('r'))?.status !== 'paused') return worker.engine;
      await worker.engine.resume('r');
    }
    if (age < worker.life) continue;
    // A worker dies, or its clock stops: it goes on with what it has begun, and may not write any more.
    if (random() < 0.5) worker.crash();
    worker = hire(lives[hired] ?? Number.POSITIVE_INFINITY, worker.clock.now() + 20_000);
    hired += 1;
    age = 0;
    await worker.engine.recover();
  }
  throw new Error('the run does not end');
}

test('random pipelines on a real store, with workers lost at random and jumping clocks, lose and repeat nothing', async () => {
  await fc.assert(
    fc.asyncProperty(drafts, fc.array(fc.nat(12), { maxLength: 5 }), fc.nat(), async (shape, lives, seed) => {
      const random = seededRandom(seed);
      const pipeline = pipelineOf(shape, random);
      const store = openStore(':memory:');
      const engine = await driveThroughCrashes(store, pipeline, lives, random);
      const events = await eventsOf(engine.events('r'));
      expectSoundJournal(planOf(pipeline), events);
      const { status, lastEvent } = (await store.getRun('r')) ?? {};
      expect(lastEvent).toBe(events.length);
      const { status: viewed, stages } = await engine.inspect('r');
      expect(viewed).toBe(status);
      if (status === 'succeeded') {
        const result = (await (await engine.resume('r')).result()) as Record<string, unknown>;
        for (const { name, kind } of stages) {
          const expected = { run: 'one', map: ['x', 'y', 'z'], loop: 'rrr' }[kind as Draft['kind']];
          expect(plain(result[name])).toEqual(expected);
        }
      } else {
        expect(status).toBe('failed');
        const done = events.filter(({ type }) => type.endsWith('.compensated')).length;
        expect(done).toBe(compensable(pipeline, events).length);
      }
      await engine.close();
      await store.close();
    }),
    { numRuns: Number(process.env['MILLWRIGHT_PROPERTY_RUNS'] ?? 60) },
  );
});
