import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hostile, temporaryFolder } from '../process/hostile-children.testkit.ts';
import type { RunSpec } from '../process/process-spec.ts';
import { runProcess } from '../process/run-process.ts';
import type { ServiceSpec } from '../process/start-service.ts';
import { isolatingTiers, smallLimits } from './isolating-tiers.testkit.ts';
import type { Sandbox } from './sandbox.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let work = '';
let secretFile = '';
beforeEach(async () => {
  folder = await temporaryFolder();
  work = join(folder.path, 'work');
  secretFile = join(folder.path, 'secret');
  await mkdir(work);
  await writeFile(secretFile, 'hunter2hunter2');
});
afterEach(() => folder[Symbol.asyncDispose]());

const node = (code: string, more: Partial<RunSpec> = {}): RunSpec => ({
  command: process.execPath,
  args: ['-e', code],
  cwd: work,
  timeoutMs: 30_000,
  graceMs: 100,
  ...more,
});

for (const tier of await isolatingTiers()) {
  if ('missing' in tier) {
    console.warn(`\nNOT TESTED: the sandbox tier ${tier.name}. ${tier.missing}\n`);
    describe.skip(`${tier.name}: ${tier.missing}`, () => hostileProgramsAreStopped(undefined as never));
  } else {
    describe(tier.name, () => {
      hostileProgramsAreStopped(tier.sandbox);
      servicesAreReached(tier.sandbox);
    });
  }
}

function hostileProgramsAreStopped(sandbox: Sandbox): void {
  test('a command gets its environment, input, exit code and work folder', async () => {
    const code = `process.stdin.on('data', (text) => {
      fs.writeFileSync('made', text);
      console.log(JSON.stringify([process.env, process.cwd()])); console.error('err'); process.exitCode = 7; })`;
    const result = await sandbox.run(node(code, { env: { A: "1 '$2" }, stdin: 'héllo' }));
    expect(result).toMatchObject({ exitCode: 7, signal: null, stderr: 'err\n', timedOut: false });
    expect(JSON.parse(result.stdout)).toEqual([{ A: "1 '$2" }, work]);
    expect(await readFile(join(work, 'made'), 'utf8')).toBe('héllo');
  });

  test('a command that does not exist is an error', async () => {
    const missing = sandbox.run({ ...node(''), command: '/no/such/command' });
    await expect(missing).rejects.toMatchObject({ code: 'process_not_started' });
  });

  test('secrets of others cannot be read: files, environments, home folder', async () => {
    const victim = spawn('/bin/sh', ['-c', 'read line'], { env: { SECRET: 'hunter2hunter2' } });
    const code = `
      const read = (file) => { try { return fs.readFileSync(file, 'utf8') } catch { return '' } };
      const all = fs.readdirSync('/proc').filter(Number).map((pid) => read('/proc/' + pid + '/environ'));
      console.log(all.length > 0, [...all, read(${JSON.stringify(secretFile)})].join().includes('hunter2'));
      console.log(fs.existsSync(${JSON.stringify(secretFile)}));`;
    try {
      expect((await sandbox.run(node(code))).stdout).toBe('true false\nfalse\n');
    } finally {
      victim.kill('SIGKILL');
    }
  });

  test('a link planted by an earlier run opens nothing to a later one', async () => {
    const planting = `fs.mkdirSync('node_modules/@x', { recursive: true });
      fs.symlinkSync(${JSON.stringify(folder.path)}, 'node_modules/evil');
      fs.symlinkSync(${JSON.stringify(folder.path)}, 'node_modules/@x/evil');
      fs.symlinkSync(${JSON.stringify(folder.path)}, 'link');`;
    expect((await sandbox.run(node(planting))).stderr).toBe('');
    const reading = `console.log(['node_modules/evil', 'node_modules/@x/evil', 'link']
      .map((link) => fs.existsSync(link + '/secret')).join())`;
    expect((await sandbox.run(node(reading))).stdout).toBe('false,false,false\n');
  });

  test('packages that the work folder links to can be read, not written', async () => {
    const installed = join(folder.path, 'elsewhere/node_modules/left-pad');
    await mkdir(installed, { recursive: true });
    await writeFile(join(installed, 'package.json'), '{"name":"left-pad"}');
    await mkdir(join(work, 'node_modules'));
    await symlink(installed, join(work, 'node_modules/left-pad'));
    const code = `console.log(require('left-pad/package.json').name);
      try { fs.writeFileSync('node_modules/left-pad/package.json', '{}') } catch (error) { console.log(error.code) }`;
    expect((await sandbox.run(node(code))).stdout).toBe('left-pad\nEROFS\n');
  });

  test('nothing can be written outside the work folder', async () => {
    const places = [join(folder.path, 'written'), '/etc/written', '/usr/written', '/written', '/dev/written'];
    const code = `for (const place of ${JSON.stringify(places)}) {
      try { fs.writeFileSync(place, 'x'); console.log(place) } catch {} }`;
    // Its own temporary files are at the same path as ours, and other files.
    expect((await sandbox.run(node(code))).stdout).toBe(`${places[0]}\n`);
    expect(places.filter((place) => existsSync(place))).toEqual([]);
  });

  test('files and temporary space are bounded', async () => {
    const code = `
      const attempt = (name, size) => { try { fs.writeFileSync(name, Buffer.alloc(size)); console.log('wrote') }
        catch (error) { console.log(error.code) } };
      attempt('small', 1024); attempt('large', ${smallLimits.fileBytes + 4096});
      attempt('/tmp/a', ${smallLimits.temporaryBytes + 4096});`;
    expect((await sandbox.run(node(code))).stdout).toBe('wrote\nEFBIG\nENOSPC\n');
  });

  test('listeners of this machine are out of reach', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const code = `const socket = require('net').connect(${port}, '127.0.0.1');
      socket.on('connect', () => console.log('reached')); socket.on('error', (error) => console.log(error.code));`;
    expect((await sandbox.run(node(code))).stdout).toBe('ECONNREFUSED\n');
    expect(connections).toBe(0);
    const interfaces = `console.log(Object.values(os.networkInterfaces()).flat().every((one) => one.internal))`;
    expect((await sandbox.run(node(interfaces))).stdout).toBe('true\n');
    await new Promise((resolve) => server.close(resolve));
  });

  test('processes of others cannot be signalled', async () => {
    const victim = spawn('/bin/sh', ['-c', 'read line']);
    const code = `try { process.kill(${victim.pid}, 'SIGKILL'); console.log('sent') } catch (error) { console.log(error.code) }`;
    try {
      expect((await sandbox.run(node(code))).stdout).toBe('ESRCH\n');
      expect(victim.exitCode ?? victim.signalCode).toBeNull();
    } finally {
      victim.kill('SIGKILL');
    }
  });

  test('a fork bomb stays small and leaves nothing behind', async () => {
    const beat = `n=0; while [ $n -lt 100 ]; do echo x >> beats; sleep 0.05; n=$((n+1)); done`;
    const code = `let started = 0;
      for (let n = 0; n < ${smallLimits.processes}; n += 1) {
        const child = require('child_process').spawn('/bin/sh', ['-c', ${JSON.stringify(beat)}], { stdio: 'ignore', detached: true });
        child.on('error', () => {}); if (child.pid) started += 1; child.unref(); }
      console.log(started); setInterval(() => fs.existsSync('beats') && process.exit(), 10);`;
    const result = await sandbox.run(node(code, { env: { PATH: '/usr/bin:/bin' } }));
    expect(Number(result.stdout)).toBeGreaterThan(0);
    expect(Number(result.stdout)).toBeLessThan(smallLimits.processes);
    await wait(150);
    const { size } = statSync(join(work, 'beats'));
    await wait(250);
    expect(statSync(join(work, 'beats')).size).toBe(size);
  });

  test('a memory hog is refused', async () => {
    const bytes = smallLimits.memoryBytes;
    const code = `const taken = []; for (let all = 0; all < ${bytes}; all += 2 ** 25) taken.push(Buffer.allocUnsafeSlow(2 ** 25));
      console.log('ate it all')`;
    const result = await sandbox.run(node(code));
    expect(result.stdout).toBe('');
    expect(result.exitCode).not.toBe(0);
  });

  test.each(['ignoresSigterm', 'busyLoop'] as const)('%s ends at its time limit', async (name) => {
    const result = await sandbox.run(node(hostile[name], { timeoutMs: 400 }));
    expect(result.timedOut).toBe(true);
  });

  test('a flood of output is cut', async () => {
    const flood = `for (let n = 0; n < 1_000; n += 1) fs.writeSync(1, 'x'.repeat(4_095) + '\\n')`;
    const result = await sandbox.run(node(flood, { maxOutputBytes: 10_000 }));
    expect(result.outputTruncated).toBe(true);
    expect(result.stdout.length).toBeLessThan(10_200);
  });

  test('no further user namespace can be made, and no privilege be gained', async () => {
    const code = `const { spawnSync } = require('child_process');
      console.log(spawnSync('unshare', ['--user', 'true']).status !== 0);
      console.log(/CapEff:\\t0+\\n/.test(fs.readFileSync('/proc/self/status', 'utf8')), /NoNewPrivs:\\t1/.test(fs.readFileSync('/proc/self/status', 'utf8')))`;
    expect((await sandbox.run(node(code, { env: { PATH: '/usr/bin:/bin' } }))).stdout).toBe(
      'true\ntrue true\n',
    );
  });

  test('an abort ends it with the reason given', async () => {
    const abort = new AbortController();
    const running = sandbox.run(node(hostile.ignoresSigterm, { signal: abort.signal }));
    const reason = new Error('enough');
    abort.abort(reason);
    await expect(running).rejects.toBe(reason);
  });
}

function servicesAreReached(sandbox: Sandbox): void {
  const service = (code: string, more: Partial<ServiceSpec<number>> = {}): ServiceSpec<number> => ({
    ...node(code),
    readyTimeoutMs: 30_000,
    readyWhen: (line) => Number(line) || undefined,
    ...more,
  });
  const http = `
    const server = require('http').createServer((request, response) => {
      const slow = request.url === '/slow';
      setTimeout(() => request.pipe(response), slow ? 300 : 0);
      if (slow) console.log('busy');
    }).listen(0, '127.0.0.1', () => console.log(server.address().port));
    process.on('SIGTERM', () => { console.log('bye'); server.close(); });`;

  test('at the port it says, by many clients at once, with bodies of some size', async () => {
    await using running = await sandbox.start(service(http));
    const bodies = Array.from({ length: 40 }, (_, index) => String(index).repeat(100_000));
    const answers = bodies.map((body) =>
      fetch(`http://127.0.0.1:${running.ready}/`, { method: 'POST', body }).then((answer) => answer.text()),
    );
    expect(await Promise.all(answers)).toEqual(bodies);
  });

  test('SIGTERM lets it finish what it does; then nobody listens any more', async () => {
    const running = await sandbox.start(service(http));
    const url = `http://127.0.0.1:${running.ready}/slow`;
    const last = fetch(url, { method: 'POST', body: 'last', headers: { connection: 'close' } });
    while (!running.output().stdout.includes('busy')) await wait(5);
    expect(await running.stop(20_000)).toMatchObject({ exitCode: 0, signal: null, wasKilled: false });
    expect(await (await last).text()).toBe('last');
    expect(running.output().stdout).toContain('bye');
    await expect(fetch(url)).rejects.toThrow();
  });

  test('what ignores SIGTERM is killed, with what it left in the background', async () => {
    const beat = 'n=0; while [ $n -lt 100 ]; do echo x >> beats; sleep 0.05; n=$((n+1)); done';
    const code = `require('child_process').spawn('/bin/sh', ['-c', ${JSON.stringify(beat)}], { detached: true, stdio: 'ignore' }).unref();
      process.on('SIGTERM', () => {}); const timer = setInterval(() => fs.existsSync('beats') && console.log(1), 20);`;
    const started = service(code, { env: { PATH: '/usr/bin:/bin' }, portOf: () => undefined });
    const running = await sandbox.start(started);
    expect(await running.stop(50)).toMatchObject({ signal: 'SIGKILL', wasKilled: true });
    await wait(150);
    const beats = readFileSync(join(work, 'beats'), 'utf8');
    await wait(250);
    expect(readFileSync(join(work, 'beats'), 'utf8')).toBe(beats);
  });

  test('a port that another program holds is reported, not taken over', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as AddressInfo;
    const code = `require('http').createServer().listen(${port}, '127.0.0.1', () => console.log(${port}))`;
    await expect(sandbox.start(service(code))).rejects.toMatchObject({
      code: 'service_not_ready',
      message: expect.stringContaining(String(port)),
    });
    await new Promise((resolve) => holder.close(resolve));
  });

  test('no service stands in for one of the operating system', async () => {
    await expect(
      sandbox.start(service(`console.log(22); setInterval(() => {}, 1000)`)),
    ).rejects.toMatchObject({ code: 'EACCES' });
  });

  test('it dies with a factory process that is itself killed, and what left its group as well', async () => {
    const beat = 'n=0; while [ $n -lt 200 ]; do echo x >> beats; sleep 0.05; n=$((n+1)); done';
    const inside = `require('child_process').spawn('/bin/sh', ['-c', ${JSON.stringify(beat)}], { detached: true, stdio: 'ignore' }).unref();
      process.on('SIGTERM', () => {}); setInterval(() => fs.existsSync('beats') && console.log(2000), 20);`;
    const selection = new URL('./select-sandbox.ts', import.meta.url).href;
    const factory = `
      const { selectSandbox } = await import(${JSON.stringify(selection)});
      const { sandbox } = await selectSandbox({ choice: ${JSON.stringify(sandbox.name)}, allowWeak: false });
      await sandbox.start({ command: process.execPath, args: ['-e', ${JSON.stringify(inside)}], cwd: ${JSON.stringify(work)},
        env: { PATH: '/usr/bin:/bin' }, readyTimeoutMs: 20_000, portOf: () => undefined,
        readyWhen: (line) => line || undefined });
      process.kill(process.pid, 'SIGKILL');`;
    const result = await runProcess({
      command: process.execPath,
      args: ['--input-type=module', '-e', factory],
      cwd: '/',
      timeoutMs: 40_000,
    });
    expect(result.signal).toBe('SIGKILL');
    await wait(200);
    const beats = readFileSync(join(work, 'beats'), 'utf8');
    await wait(250);
    expect(readFileSync(join(work, 'beats'), 'utf8')).toBe(beats);
  });

  test('one that ends before it is ready is reported with its output', async () => {
    await expect(sandbox.start(service(`console.error('no port'); process.exit(3)`))).rejects.toMatchObject({
      code: 'service_not_ready',
      message: expect.stringContaining('exit code 3'),
      stderr: 'no port\n',
    });
  });
}
