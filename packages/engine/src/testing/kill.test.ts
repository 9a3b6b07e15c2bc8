import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { planOf } from '../scheduler/plan.ts';
import { openStore } from '../store/sqlite/sqlite-store.ts';
import { createEngine } from '../worker/engine.ts';
import { crashPipeline } from './crash-pipeline.ts';
import { expectSoundJournal } from './journal-invariants.ts';
import { seededRandom } from './random.ts';

const worker = fileURLToPath(new URL('./crash-worker.ts', import.meta.url));

/** Runs the worker, killing it after `lifeMs` if it is still there. Whether it finished by itself. */
async function runWorker(args: readonly string[], lifeMs: number): Promise<boolean> {
  const child = spawn(process.execPath, [worker, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  const killer = setTimeout(() => child.kill('SIGKILL'), lifeMs);
  const [code] = await once(child, 'exit');
  clearTimeout(killer);
  if (code !== null) expect(code).toBe(0);
  return code === 0;
}

test('a run survives kill -9 at any instant, and every result counts once', {
  timeout: 120_000,
}, async () => {
  const seed = Number(process.env['MILLWRIGHT_SEED'] ?? Date.now() % 1_000_000);
  console.log(`kill test: MILLWRIGHT_SEED=${seed}`);
  const random = seededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'millwright-kill-'));
  try {
    const path = join(folder, 'runs.db');
    let kills = 0;
    // Lives get longer, so that the run ends however slow the machine is.
    while (!(await runWorker([path, 'victim', '12', '15'], 60 + random() * 120 + kills * 8))) kills += 1;
    expect(kills).toBeGreaterThan(0);

    const store = openStore(path);
    const engine = createEngine({ store, pipelines: [crashPipeline] });
    const events = [];
    for await (const event of engine.events('victim')) events.push(event);
    expectSoundJournal(planOf(crashPipeline), events);
    expect(events.at(-1)?.type).toBe('run.succeeded');
    const names = Array.from({ length: 12 }, (_, index) => `n${index}!`);
    expect(await (await engine.resume('victim')).result()).toEqual({ count: 12, parts: names });
    await store.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
