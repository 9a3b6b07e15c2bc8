import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProcess } from './run-process.ts';
import type { RunSpec } from './process-spec.ts';
import { grandchildPid, hostile, isAlive, temporaryFolder, until } from './hostile-children.testkit.ts';

const node = (code: string, more: Partial<RunSpec> = {}): RunSpec => ({
  command: process.execPath,
  args: ['-e', code],
  cwd: '/',
  timeoutMs: 20_000,
  graceMs: 100,
  ...more,
});

test('answers with exit code and both streams', async () => {
  const result = await runProcess(node(`console.log('out'); console.error('err'); process.exitCode = 7`));
  expect(result).toMatchObject({
    exitCode: 7,
    signal: null,
    stdout: 'out\n',
    stderr: 'err\n',
    timedOut: false,
    outputTruncated: false,
  });
});

test('gives the child the environment of the spec and nothing else', async () => {
  process.env.MILLWRIGHT_TEST_SECRET = 'hunter2';
  try {
    const { stdout } = await runProcess(
      node('console.log(JSON.stringify(process.env))', { env: { A: '1' } }),
    );
    expect(JSON.parse(stdout)).toEqual({ A: '1' });
  } finally {
    delete process.env.MILLWRIGHT_TEST_SECRET;
  }
});

test('feeds standard input, and gives an empty one otherwise', async () => {
  const echo = `process.stdin.pipe(process.stdout)`;
  expect((await runProcess(node(echo, { stdin: 'héllo' }))).stdout).toBe('héllo');
  expect((await runProcess(node(echo))).stdout).toBe('');
});

test('does not mind a child that never reads its input', async () => {
  const result = await runProcess(node('process.exit(0)', { stdin: 'x'.repeat(1_000_000) }));
  expect(result.exitCode).toBe(0);
});

test.each(['ignoresSigterm', 'busyLoop'] as const)('ends a child that %s at its time limit', async (name) => {
  const result = await runProcess(node(hostile[name], { timeoutMs: 400 }));
  expect(result.timedOut).toBe(true);
  expect(result.exitCode).toBeNull();
});

test('kills grandchildren that ignore SIGTERM', async () => {
  const result = await runProcess(node(hostile.forks, { timeoutMs: 3_000 }));
  const pid = grandchildPid(result.stdout);
  expect(pid).toBeGreaterThan(0);
  await until(() => !isAlive(pid));
});

test('does not wait for a process that left the group and holds the output open', async () => {
  const result = await runProcess(node(hostile.escapes));
  const pid = grandchildPid(result.stdout);
  expect(result).toMatchObject({ exitCode: 0, timedOut: false });
  expect(isAlive(pid)).toBe(true);
  process.kill(pid, 'SIGKILL');
});

test('keeps bounded output of a flood, on disk too', async () => {
  await using folder = await temporaryFolder();
  const logFile = join(folder.path, 'flood.log');
  const result = await runProcess(
    node(hostile.floods, { timeoutMs: 500, maxOutputBytes: 10_000, maxLogBytes: 50_000, logFile }),
  );
  expect(result.outputTruncated).toBe(true);
  expect(result.stdout.length).toBeLessThan(10_200);
  expect(result.stdout).toMatch(/\n… \d+ bytes left out …\n/);
  expect((await stat(logFile)).size).toBeLessThan(50_200);
});

test('writes both streams raw to the log', async () => {
  await using folder = await temporaryFolder();
  const logFile = join(folder.path, 'raw.log');
  await runProcess(node(`process.stdout.write('one\\n'); process.stderr.write('two\\n')`, { logFile }));
  const log = await readFile(logFile, 'utf8');
  expect(log.split('\n').toSorted()).toEqual(['', 'one', 'two']);
});

test('rejects with the reason of an abort once the group is dead', async () => {
  const abort = new AbortController();
  const running = runProcess(node(hostile.ignoresSigterm, { signal: abort.signal }));
  const reason = new Error('enough');
  abort.abort(reason);
  await expect(running).rejects.toBe(reason);
  await expect(runProcess(node('0', { signal: abort.signal }))).rejects.toBe(reason);
});

test('says which command could not be started', async () => {
  const missing = runProcess({ ...node(''), command: '/no/such/command' });
  await expect(missing).rejects.toMatchObject({ code: 'process_not_started', command: '/no/such/command' });
  await expect(runProcess(node('', { cwd: '/no/such/folder' }))).rejects.toMatchObject({
    code: 'process_not_started',
  });
});

test('kills the group of a factory process that is itself killed', async () => {
  const module = new URL('./run-process.ts', import.meta.url).href;
  const factory = `
    const { runProcess } = await import(${JSON.stringify(module)});
    const { ProcessGroup } = await import(${JSON.stringify(new URL('./process-group.ts', import.meta.url).href)});
    const group = await ProcessGroup.start({
      command: process.execPath, args: ['-e', ${JSON.stringify(hostile.ignoresSigterm)}], cwd: '/' },
      { onStdout: () => { console.log('grandchild ' + group.id); process.kill(process.pid, 'SIGKILL'); } });
    await new Promise((r) => setTimeout(r, 20000));`;
  const result = await runProcess({
    command: process.execPath,
    args: ['--input-type=module', '-e', factory],
    cwd: '/',
    timeoutMs: 20_000,
  });
  expect(result.signal).toBe('SIGKILL');
  const pid = grandchildPid(result.stdout);
  expect(pid).toBeGreaterThan(0);
  await until(() => !isAlive(pid));
});
