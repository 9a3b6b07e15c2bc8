import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { range } from './components.fixture.ts';

const FIXTURE = fileURLToPath(new URL('process.fixture.ts', import.meta.url));

/** Runs the fixture; `onOutput` sees all standard output so far and may send signals. */
async function run(
  manner: string,
  onOutput: (output: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
) {
  const child = spawn(process.execPath, [FIXTURE, manner], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    onOutput(output, (signal) => child.kill(signal));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
    onOutput(output + log, (signal) => child.kill(signal));
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on('close', (...result) => resolve(result));
  });
  const lines = output.trim().split('\n');
  const printed = lines
    .filter((line) => line.startsWith('printed'))
    .map((line) => Number(line.split(' ')[1]));
  const sent = Number(lines.find((line) => line.startsWith('sent'))?.split(' ')[1]);
  return { code, signal, printed, sent, log };
}

for (const name of ['SIGTERM', 'SIGINT'] as const) {
  test(`${name} stops the source and drains what is in flight`, async () => {
    let isKilled = false;
    const { code, signal, printed, sent } = await run('endless', (output, kill) => {
      if (isKilled || !output.includes('printed 10')) return;
      isKilled = true;
      kill(name);
    });
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(sent).toBeGreaterThan(10);
    expect(printed).toEqual(range(sent));
  });
}

test('a system whose components all finish ends by itself', async () => {
  expect(await run('finite')).toMatchObject({ code: 0, sent: 5, printed: range(5) });
});

test('a system whose log nobody reads any more goes on to its end', async () => {
  const child = spawn(process.execPath, [FIXTURE, 'unread'], { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => {
    child.on('exit', resolve);
  });
  expect(code).toBe(0);
});

test('a stop that misses its deadline is reported, and the exit code tells', async () => {
  const { code, log } = await run('stuck', (output, kill) => {
    if (output.includes('system started') && !output.includes('stopping')) kill('SIGTERM');
  });
  expect(code).toBe(1);
  const report = log.split('\n').find((line) => line.includes('system stopped'));
  expect(JSON.parse(report ?? '{}')).toMatchObject({
    level: 'error',
    isClean: false,
    unfinished: ['printer'],
  });
});

test('a second signal ends the process at once', async () => {
  let signals = 0;
  const { code, printed, sent } = await run('endless', (output, kill) => {
    const due = output.includes('sent ') ? 2 : output.includes('printed 20') ? 1 : 0;
    if (due <= signals) return;
    signals = due;
    kill('SIGINT');
  });
  expect(code).toBe(130);
  expect(printed.length).toBeLessThan(sent);
});

test('a system that cannot start says why and exits with 1', async () => {
  const { code, log, printed } = await run('broken-setup');
  expect({ code, printed }).toEqual({ code: 1, printed: [] });
  expect(log).toContain('no such database');
});

test('a stray error stops the system gracefully, with exit code 1', async () => {
  const { code, log, printed, sent } = await run('crash');
  expect(code).toBe(1);
  expect(log).toContain('stray');
  expect(printed).toEqual(range(sent));
});

test('something left running does not keep the process from ending', async () => {
  let isKilled = false;
  const { code } = await run('leak', (output, kill) => {
    if (isKilled || !output.includes('printed 1')) return;
    isKilled = true;
    kill('SIGTERM');
  });
  expect(code).toBe(0);
});
