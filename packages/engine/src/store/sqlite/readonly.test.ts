import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, type TestContext } from 'vitest';
import { openStore } from './sqlite-store.ts';

const reader = fileURLToPath(new URL('../../testing/readonly-reader.ts', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millwright-readonly-'));
});
afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

/** What a process that has no right to write finds. Root may write anywhere, so it hands on to nobody. */
function readElsewhere(path: string, context: TestContext): unknown {
  chmodSync(path, 0o444);
  chmodSync(folder, 0o555);
  const nobody = 65_534;
  const ids = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  try {
    return JSON.parse(
      execFileSync(process.execPath, [reader, path], { ...ids, cwd: '/', encoding: 'utf8', stdio: 'pipe' }),
    );
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    if (!/EACCES|EPERM|permission denied/i.test(String(stderr ?? error))) throw error;
    console.warn('Tests of read-only stores are SKIPPED: nobody may not read the sources or run node here');
    return context.skip('nobody may not read the sources or run node here');
  }
}

test('a store that may not be written is refused as such, and keeps what it holds', async (context) => {
  const path = join(folder, 'runs.db');
  const store = openStore(path);
  await store.outlets.add('kept', false);
  await store.close();
  expect(readElsewhere(path, context)).toEqual({ opened: 'store_readonly' });
  chmodSync(folder, 0o755);
  chmodSync(path, 0o644);
  const again = openStore(path);
  expect(await again.outlets.list()).toHaveLength(1);
  await again.close();
});

test('beside a process that writes, a store can be read, and a write is refused as such', async (context) => {
  const path = join(folder, 'runs.db');
  const store = openStore(path);
  await store.outlets.add('kept', false);
  expect(readElsewhere(path, context)).toEqual({ opened: true, total: 0, written: 'store_readonly' });
  await store.close();
});
