import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeSystem } from '../tests/testing/write-system.ts';

const patience = 180_000;

let port = 0;
let system: Awaited<ReturnType<typeof writeSystem>>;

beforeAll(async () => {
  port = await freePort();
  system = await writeSystem(`
millwright: 1
name: task-api
storage: sqlite
entities:
  Task:
    fields:
      title: text 1..200
      priority: low | medium | high = medium
    states:
      values: [open, completed]
      actions: { complete: open -> completed }
interfaces: { http: { port: ${port} } }
`);
  const installed = await run('npm', 'install', '--no-audit', '--no-fund');
  expect(installed.code, installed.output).toBe(0);
}, patience);

afterAll(() => system[Symbol.asyncDispose]());

test('an installed system passes its own tests', { timeout: patience }, async () => {
  const { code, output } = await run('npm', 'test');
  expect(code, output).toBe(0);
});

test('its code passes its own check once it is formatted', { timeout: patience }, async () => {
  await run('npm', 'run', 'format');
  const { code, output } = await run('npm', 'run', 'check');
  expect(code, output).toBe(0);
});

test('the calls of its README work as they stand', { timeout: patience }, async () => {
  const readme = await readFile(join(system.folder, 'README.md'), 'utf8');
  const [, calls = ''] = /## Try it\s+```sh\n([\s\S]*?)```/.exec(readme) ?? [];
  const child = spawn('npm', ['start'], { cwd: system.folder, env: environment(), detached: true });
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.includes('"event":"listening"')) break;
    }
    child.stdout.resume();
    const { code, output } = await run('sh', '-e', '-c', calls);
    expect(code, output).toBe(0);
    expect(output).toContain('"status":"completed"');
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }
});

/** Faults in the code, each with the test that must find it. */
const faults: readonly (readonly [path: string, from: RegExp, to: string, found: string])[] = [
  ['src/domain/task-operations.ts', /status: 'completed'/, "status: 'open'", 'complete takes a task'],
  ['src/domain/task-operations.ts', /tables\.tasks\.delete\(task\);/, '', 'a task can be deleted'],
  ['src/domain/task.ts', /max\(200\)/, 'max(201)', 'a task is refused when its title'],
  ['src/domain/task.ts', /default\('medium'\)/, "default('low')", 'a task without a priority'],
  ['src/components/store.ts', /new Database\([^)]*\)/, "new Database(':memory:')", 'a crash loses nothing'],
];

test('faults in the code fail the acceptance tests that speak of them', { timeout: patience }, async () => {
  for (const [path, from, to] of faults) {
    const file = join(system.folder, path);
    const right = await readFile(file, 'utf8');
    const wrong = right.replace(from, to);
    expect(wrong, path).not.toBe(right);
    await writeFile(file, wrong);
  }
  const { code, output } = await run('npm', 'run', 'test:acceptance');
  expect(code).not.toBe(0);
  const failed = output
    .split('\n')
    .filter((line) => line.startsWith('✖'))
    .join('\n');
  for (const [, , , found] of faults) expect(failed).toContain(found);
});

/** The machine as a user has it: without the tools of this repository. */
function environment(): NodeJS.ProcessEnv {
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'));
  const { HOME, TMPDIR } = process.env;
  return {
    PATH: path.join(delimiter),
    ...(HOME ? { HOME } : {}),
    ...(TMPDIR ? { TMPDIR } : {}),
    NO_COLOR: '1',
  };
}

function run(command: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: system.folder, env: environment() });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
