import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A folder that lives as long as the test. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'millwright-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A killed process whose parent has not collected it yet still has its number.
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) [ZX] /.test(readFileSync(stat, 'utf8'));
}

/** Waits until a condition holds; the test's own time limit is the only other way out. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(5);
}

/** Programs that do not want to end, for `node -e`. */
export const hostile = {
  ignoresSigterm: `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000);`,
  busyLoop: `console.log('up'); for (;;) {}`,
  /** Prints the number of a grandchild that ignores SIGTERM and sits in the same group. */
  forks: `
    const { spawn } = require('node:child_process');
    const code = "process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1000)";
    const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.once('data', () => { console.log('grandchild ' + child.pid); });
    setInterval(() => {}, 1000);`,
  /** Leaves a grandchild in a group of its own that holds the output pipe open. */
  escapes: `
    const { spawn } = require('node:child_process');
    const code = 'setTimeout(() => {}, 20000)';
    const child = spawn(process.execPath, ['-e', code], { detached: true, stdio: 'inherit' });
    console.log('grandchild ' + child.pid); child.unref();`,
  floods: `const line = 'x'.repeat(65535) + '\\n';
    (function flood() { while (process.stdout.write(line)); process.stdout.once('drain', flood); })();`,
};

export function grandchildPid(output: string): number {
  return Number(/grandchild (\d+)/.exec(output)?.[1]);
}
