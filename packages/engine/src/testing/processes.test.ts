import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { definePipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';
import { openStore } from '../store/sqlite/sqlite-store.ts';
import { createEngine } from '../worker/engine.ts';
import { closeAll, eventsOf, opened, until } from './engines.ts';
import { SimulatedClock } from './simulated-clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millwright-processes-'));
});
afterEach(async () => {
  await closeAll();
  rmSync(folder, { recursive: true, force: true });
});

const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>(), services: type<Services>() });
interface Services {
  readonly work: (signal: AbortSignal) => Promise<string>;
}
const definition = pipeline.output(
  pipeline.stage('a', { run: ({ services, signal }) => services.work(signal) }),
);

const untilAborted = (signal: AbortSignal) =>
  new Promise<string>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

/** An engine with a connection of its own to the shared file, as another process would have. */
function engineOn(work: Services['work'], clock?: SimulatedClock) {
  const store = opened(openStore(join(folder, 'runs.db')));
  return opened(
    createEngine({ store, pipelines: [definition], services: { work }, ...(clock && { clock }) }),
  );
}

test('a request made in one place reaches a run worked on in another, and its events can be followed there', async () => {
  const here = engineOn(untilAborted);
  const there = engineOn(async () => 'not me');
  const run = await here.start(definition, null);
  await expect(there.resume(run.id)).rejects.toMatchObject({ code: 'run_owned_elsewhere' });
  const followed = eventsOf(there.events(run.id, { follow: true }));
  await there.cancel(run.id, 'from afar');
  await expect(run.result()).rejects.toMatchObject({ code: 'run_cancelled' });
  expect((await followed).map(({ type }) => type)).toEqual([
    'run.created',
    'run.claimed',
    'stage.started',
    'run.cancelling',
    'stage.cancelled',
    'run.cancelled',
  ]);
});

test('a queued run is taken up by whoever works', async () => {
  const asking = engineOn(async () => 'not me');
  const runId = await asking.enqueue(definition, null, { labels: { by: 'me' } });
  expect(await asking.runs.get(runId)).toMatchObject({ status: 'queued', owner: undefined });
  const working = engineOn(async () => 'done');
  await working.work();
  const later = await asking.enqueue(definition, null);
  for (const id of [runId, later]) for await (const _ of asking.events(id, { follow: true }));
  expect(await (await asking.resume(runId)).result()).toBe('done');
  expect(await (await asking.resume(later)).result()).toBe('done');
});

test('a worker that stops renewing its lease loses its runs, and can write no more', async () => {
  const clock = new SimulatedClock();
  const stuck = engineOn(untilAborted, clock);
  const run = await stuck.start(definition, null);
  const other = engineOn(async () => 'rescued', clock);
  expect(await other.recover()).toEqual([]);

  // Time passes without the first worker's timers being served, as when its machine sleeps.
  const paused = new SimulatedClock(clock.now() + 20_000);
  const rescuer = engineOn(async () => 'rescued', paused);
  const [rescued] = await rescuer.recover();
  expect(await rescued?.result()).toBe('rescued');

  await run.cancel();
  clock.turn(500);
  const events = await eventsOf(rescuer.events(run.id));
  expect(events.filter(({ type }) => type === 'run.claimed')).toHaveLength(2);
  expect(events.at(-1)?.type).toBe('run.succeeded');
});

test('a run that meets a full disk loses nothing, and goes on when there is room', async () => {
  const path = join(folder, 'small.db');
  await openStore(path).close();
  const pipeline = definePipeline({ name: 'full', version: '1', input: type<null>() });
  const calls: string[] = [];
  const small = pipeline.stage('small', { run: () => void calls.push('small') });
  const large = pipeline.stage('large', {
    needs: { small },
    run: () => {
      calls.push('large');
      return 'x'.repeat(500_000);
    },
  });
  const definition = pipeline.output(large);
  const tight = opened(openStore(path, { maxPages: 60 }));
  const engine = opened(createEngine({ store: tight, pipelines: [definition] }));
  const run = await engine.start(definition, null);
  await expect(run.result()).rejects.toMatchObject({ code: 'store_full' });

  const roomy = opened(openStore(path));
  const next = opened(createEngine({ store: roomy, pipelines: [definition] }));
  const [recovered] = await next.recover();
  expect(await recovered?.result()).toHaveLength(500_000);
  expect(calls).toEqual(['small', 'large', 'large']);
});

test('a run whose journal is damaged is reported and keeps nobody from the others', async () => {
  const path = join(folder, 'runs.db');
  const asking = engineOn(async () => 'not me');
  const damaged = await asking.enqueue(definition, null);
  const sound = await asking.enqueue(definition, null);
  const database = new DatabaseSync(path);
  database
    .prepare("UPDATE events SET body = '{' WHERE run = (SELECT seq FROM runs WHERE id = ?)")
    .run(damaged);
  database.close();
  const problems: unknown[] = [];
  const store = opened(openStore(path));
  const services = { work: async () => 'done' };
  const onProblem = (runId: string, error: unknown) =>
    problems.push([runId, (error as { code: string }).code]);
  const engine = opened(createEngine({ store, pipelines: [definition], services, onProblem }));
  const [recovered, ...others] = await engine.recover();
  expect(others).toEqual([]);
  expect(recovered?.id).toBe(sound);
  expect(await recovered?.result()).toBe('done');
  expect(problems).toEqual([[damaged, 'store_damaged']]);
});

test('closing an engine ends what follows a run, whoever works on it', async () => {
  const here = engineOn(untilAborted);
  const there = engineOn(async () => 'not me');
  const run = await here.start(definition, null);
  const followers = [eventsOf(run.events()), eventsOf(there.events(run.id, { follow: true }))];
  const queued = await there.enqueue(definition, null);
  followers.push(eventsOf(there.events(queued, { follow: true })));
  for await (const event of run.events()) if (event.type === 'stage.started') break;
  await there.close();
  await here.close();
  for (const follower of followers) expect((await follower)[0]?.type).toBe('run.created');
});

test('a clock that goes back leaves a journal whose times do not', async () => {
  const clock = new SimulatedClock();
  const engine = engineOn(async () => {
    clock.turn(-60_000);
    return 'ok';
  }, clock);
  const run = await engine.start(definition, null);
  expect(await run.result()).toBe('ok');
  const times = (await eventsOf(run.events())).map(({ at }) => at);
  expect(times).toEqual(times.toSorted((left, right) => left - right));
});

test('an answer given where the pipeline is not known is checked by whoever works on the run', async () => {
  const path = join(folder, 'runs.db');
  const pipeline = definePipeline({ name: 'asks', version: '1', input: type<null>() });
  const question = pipeline.approval('question', { prompt: () => 'how many?', answer: z.number() });
  const asks = pipeline.output(question);
  const working = opened(createEngine({ store: opened(openStore(path)), pipelines: [asks] }));
  const strange = opened(createEngine({ store: opened(openStore(path)), pipelines: [] }));
  const run = await working.start(asks, null);
  await expect(strange.answer(run.id, 'another', 1)).rejects.toMatchObject({ code: 'run_state' });
  await until(working, run.id, 'stage.waiting');
  await strange.answer(run.id, 'question', 'many');
  expect(await until(working, run.id, 'stage.log')).toMatchObject({ level: 'error', stage: 'question' });
  await strange.answer(run.id, 'question', 7, { by: 'somebody' });
  expect(await run.result()).toBe(7);
  await expect(strange.answer(run.id, 'question', 8)).rejects.toMatchObject({ code: 'run_state' });
});
