import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openStore } from '../store/sqlite/sqlite-store.ts';
import { seededRandom } from '../testing/random.ts';
import type { CloudEvent } from './cloud-event.ts';

const worker = fileURLToPath(new URL('../testing/outlet-worker.ts', import.meta.url));

test('a process killed again and again delivers every event, each run in order', {
  timeout: 120_000,
}, async () => {
  const seed = Number(process.env['MILLWRIGHT_SEED'] ?? Date.now() % 1_000_000);
  console.log(`delivery kill test: MILLWRIGHT_SEED=${seed}`);
  const random = seededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'millwright-delivery-'));
  const [path, file] = [join(folder, 'runs.db'), join(folder, 'events.jsonl')];
  for (let kill = 0; kill < 6; kill += 1) {
    const child = spawn(process.execPath, [worker, path, file, '1000'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await sleep(random() * 300);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  execFileSync(process.execPath, [worker, path, file, '1']);

  const delivered = new Map<string, number[]>();
  for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
    const { subject, sequence } = JSON.parse(line) as CloudEvent;
    const numbers = delivered.get(subject) ?? [];
    delivered.set(subject, numbers);
    // What comes again starts over at some earlier event; it never skips one.
    const n = Number(sequence);
    expect(n, `${subject} after ${numbers.at(-1)}`).toBeLessThanOrEqual((numbers.at(-1) ?? 0) + 1);
    numbers.push(n);
  }
  const store = openStore(path);
  const { runs } = await store.listRuns({ limit: 10_000 });
  expect(runs.length).toBeGreaterThan(1);
  for (const { id, lastEvent } of runs) expect(new Set(delivered.get(id)).size, id).toBe(lastEvent);
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
