import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Reading, Total } from './numbers.fixture.ts';

const PROGRAM = fileURLToPath(new URL('killed.fixture.ts', import.meta.url));
const ROUNDS = 6;
const BATCH = 40;

let folder: string;
let child: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataflow-kill-'));
});

afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<ChildProcess> {
  child = fork(PROGRAM, [folder], { execArgv: [] });
  await once(child, 'message');
  return child;
}

function linesOf<Line>(name: string): Line[] {
  const path = join(folder, name);
  if (!existsSync(path)) return [];
  const whole = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return whole.map((line) => JSON.parse(line) as Line);
}

test('whatever was accepted reaches the sinks, however often and whenever the process is killed', async () => {
  const accepted = new Set<number>();
  let next = 1;
  for (let round = 0; round < ROUNDS; round += 1) {
    const process = await start();
    process.on('message', (values: number[]) => values.forEach((value) => accepted.add(value)));
    const before = accepted.size;
    for (let batch = 0; batch < 10; batch += 1) {
      const readings = Array.from(
        { length: BATCH },
        (): Reading => ({ device: 'a', value: next++, at: '2026-01-01T10:00:00Z' }),
      );
      process.send(readings);
    }
    await vi.waitUntil(() => accepted.size > before + (round * BATCH) / 2, { interval: 1, timeout: 10_000 });
    process.kill('SIGKILL');
    await once(process, 'exit');
  }
  await start();
  expect(accepted.size).toBeGreaterThan(ROUNDS * BATCH);
  await vi.waitFor(
    () => {
      const lines = new Set(linesOf<Reading>('lines.jsonl').map(({ value }) => value / 2));
      expect([...accepted].filter((value) => !lines.has(value))).toEqual([]);
      const grouped = new Set(linesOf<Total>('groups.jsonl').flatMap(({ values }) => values));
      // Fewer than a full window may still wait for the others of its group.
      expect([...accepted].filter((value) => !grouped.has(value)).length).toBeLessThan(5);
    },
    { timeout: 10_000 },
  );
}, 60_000);
