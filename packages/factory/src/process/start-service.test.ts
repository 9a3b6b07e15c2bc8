import { expect, test } from 'vitest';
import { grandchildPid, hostile, isAlive, until } from './hostile-children.testkit.ts';
import { startService, type ServiceSpec } from './start-service.ts';

const service = <Ready = string>(
  code: string,
  more: Partial<ServiceSpec<Ready>> = {},
): ServiceSpec<Ready | string> => ({
  command: process.execPath,
  args: ['-e', code],
  cwd: '/',
  graceMs: 100,
  readyTimeoutMs: 20_000,
  readyWhen: (line) => (line.startsWith('up') ? line : undefined),
  ...more,
});

/** Listens to SIGTERM before it says that it is up. */
const polite = `
  const timer = setInterval(() => {}, 1000);
  process.on('SIGTERM', () => { console.log('bye'); clearInterval(timer); });
  console.log('starting'); console.log('up 42');`;

test('gets ready at the first line that says so and stops gracefully', async () => {
  const running = await startService(service(polite));
  expect(running.ready).toBe('up 42');
  expect(running.isRunning()).toBe(true);
  expect(await running.stop(5_000)).toMatchObject({ exitCode: 0, signal: null, wasKilled: false });
  expect(running.output().stdout).toBe('starting\nup 42\nbye\n');
  expect(isAlive(running.pid)).toBe(false);
});

test('finds its line across chunks', async () => {
  const code = `process.stdout.write('u'); setTimeout(() => process.stdout.write('p split\\nmore'), 30); setInterval(() => {}, 1000)`;
  await using running = await startService(service(code));
  expect(running.ready).toBe('up split');
});

test('kills what ignores SIGTERM', async () => {
  const running = await startService(service(hostile.ignoresSigterm));
  expect(await running.stop(50)).toMatchObject({ exitCode: null, signal: 'SIGKILL', wasKilled: true });
});

test('kills at once when asked, and stopping twice is no error', async () => {
  const running = await startService(service(polite));
  expect(await running.kill()).toMatchObject({ signal: 'SIGKILL' });
  expect(await running.stop()).toMatchObject({ signal: 'SIGKILL' });
});

test('takes grandchildren along', async () => {
  const running = await startService(
    service(hostile.forks, { readyWhen: (line) => (line.startsWith('grandchild') ? line : undefined) }),
  );
  const pid = grandchildPid(running.ready);
  expect(isAlive(pid)).toBe(true);
  await running.stop();
  await until(() => !isAlive(pid));
});

test('reports a service that ends before it is ready, with its output', async () => {
  await expect(startService(service(`console.error('no port'); process.exit(3)`))).rejects.toMatchObject({
    code: 'service_not_ready',
    message: expect.stringContaining('exit code 3'),
    stderr: 'no port\n',
  });
});

test('reports a service that stays silent', async () => {
  const silent = startService(service('setInterval(() => {}, 1000)', { readyTimeoutMs: 200 }));
  await expect(silent).rejects.toMatchObject({ code: 'service_not_ready' });
});

test('an abort ends the service, before and after it is ready', async () => {
  const abort = new AbortController();
  const running = await startService(service(polite, { signal: abort.signal }));
  const starting = startService(service('setInterval(() => {}, 1000)', { signal: abort.signal }));
  const reason = new Error('enough');
  abort.abort(reason);
  await expect(starting).rejects.toBe(reason);
  await running.exited;
  expect(running.isRunning()).toBe(false);
});
