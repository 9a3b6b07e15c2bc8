import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { planOf } from '../scheduler/plan.ts';
import { openAnyStore } from './any-store.ts';
import { isPostgresInstalled, startPostgres } from './postgres-server.ts';
import { createEngine } from '../worker/engine.ts';
import { eventsOf } from './engines.ts';
import { fleetPipeline } from './fleet-pipeline.ts';
import { expectSoundJournal } from './journal-invariants.ts';
import { seededRandom } from './random.ts';

const worker = fileURLToPath(new URL('./fleet-worker.ts', import.meta.url));
const runCount = Number(process.env['MILLWRIGHT_CHAOS_RUNS'] ?? 20);
const killCount = Number(process.env['MILLWRIGHT_CHAOS_KILLS'] ?? 12);

let folder: string;
let fleet: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millwright-chaos-'));
});
afterEach(() => {
  for (const child of fleet) child.kill('SIGKILL');
  fleet = [];
  rmSync(folder, { recursive: true, force: true });
});

function hire(path: string): void {
  fleet.push(spawn(process.execPath, [worker, path, folder], { stdio: ['pipe', 'inherit', 'inherit'] }));
}

async function expectAllFinished(path: string): Promise<void> {
  const seed = Number(process.env['MILLWRIGHT_SEED'] ?? Date.now() % 1_000_000);
  console.log(`chaos test: MILLWRIGHT_SEED=${seed} runs=${runCount} kills=${killCount}`);
  const random = seededRandom(seed);
  const store = await openAnyStore(path);
  const engine = createEngine({ store, pipelines: [fleetPipeline], services: { guard: () => () => {} } });
  const ids = Array.from({ length: runCount }, (_, n) => `run${n}`);

  hire(path);
  hire(path);
  for (let kill = 0, n = 0; kill < killCount; kill += 1) {
    for (; n < ((kill + 1) * runCount) / killCount; n += 1) {
      await engine.enqueue(fleetPipeline, { n, pauseMs: 60 }, { runId: `run${n}` });
    }
    await sleep(100 + random() * 300);
    const [victim] = fleet.splice(Math.floor(random() * fleet.length), 1);
    victim?.kill('SIGKILL');
    hire(path);
  }
  while ((await engine.runs.list({ status: ['queued', 'running', 'waiting', 'cancelling'] })).total > 0)
    await sleep(50);

  const plan = planOf(fleetPipeline);
  let takeovers = 0;
  for (const [n, runId] of ids.entries()) {
    const events = await eventsOf(engine.events(runId));
    expectSoundJournal(plan, events);
    takeovers += events.filter(({ type }) => type === 'run.claimed').length - 1;
    const compensated = events.filter(({ type }) => type.endsWith('.compensated'));
    if (n % 5 === 0) {
      expect(events.at(-1), runId).toMatchObject({ type: 'run.failed', failure: { code: 'fifth' } });
      // Of the map's items any may have finished last, but the first stage was first to finish: it is undone last.
      expect(compensated).toHaveLength(4);
      expect(compensated.at(-1)).toMatchObject({ type: 'stage.compensated', stage: 'first' });
    } else {
      expect(events.at(-1)?.type, runId).toBe('run.succeeded');
      expect(await (await engine.resume(runId)).result()).toBe(`a${n} b${n} c${n} 2`);
    }
  }
  expect(existsSync(join(folder, 'violations')) ? readFileSync(join(folder, 'violations'), 'utf8') : '').toBe(
    '',
  );
  expect(takeovers, 'runs that changed hands').toBeGreaterThan(0);
  await engine.close();
  await store.close();
}

const title = 'competing workers killed at random finish every run, each result counted once';

test(`${title}: SQLite`, { timeout: 600_000 }, () => expectAllFinished(join(folder, 'runs.db')));

test.skipIf(!isPostgresInstalled())(`${title}: PostgreSQL`, { timeout: 600_000 }, async () => {
  const server = await startPostgres();
  try {
    await expectAllFinished(server.url);
  } finally {
    for (const child of fleet) child.kill('SIGKILL');
    await server.stop();
  }
});
