import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../process/hostile-children.testkit.ts';
import { runProcess } from '../process/run-process.ts';
import { isolatingTiers } from './isolating-tiers.testkit.ts';
import { probeSandbox } from './probe/probe-sandbox.ts';
import { processGroupSandbox } from './process-group-sandbox.ts';
import { sandboxCapabilities } from './sandbox.ts';
import { selectOnFirstUse } from './select-on-first-use.ts';
import { readSandboxChoice, selectSandbox } from './select-sandbox.ts';
import type { SandboxTier } from './tier.ts';

const absent: SandboxTier = {
  name: 'bubblewrap',
  find: async () => ({ why: 'It is not here. Install it.' }),
  create: () => processGroupSandbox,
};

/** Claims to isolate and does not. */
const leaky: SandboxTier = {
  name: 'container',
  find: async () => ({ command: '/bin/leaky', version: '1.0' }),
  create: () => processGroupSandbox,
};

test('where nothing isolates, generated code runs only if that is allowed, and with a warning', async () => {
  const selection = await selectSandbox({ allowWeak: true, tiers: [absent] });
  expect(selection.sandbox.name).toBe('process-group');
  expect(selection.warning).toContain('It is not here. Install it.');
  expect(selection.considered).toEqual([
    { tier: 'bubblewrap', status: 'missing', why: 'It is not here. Install it.' },
  ]);
  await expect(selectSandbox({ allowWeak: false, tiers: [absent] })).rejects.toMatchObject({
    code: 'sandbox_unavailable',
  });
});

test('whoever chose a tier gets that one or none, whatever is allowed', async () => {
  for (const choice of ['strict', 'bubblewrap', 'container'] as const) {
    await expect(selectSandbox({ choice, allowWeak: true, tiers: [absent] })).rejects.toMatchObject({
      code: 'sandbox_unavailable',
      wanted: choice,
    });
  }
  const chosen = await selectSandbox({ choice: 'process-group', allowWeak: false, tiers: [absent] });
  expect(chosen.sandbox.name).toBe('process-group');
  expect(chosen.warning).toContain('not isolated');
});

test('a choice is read as written; what is none of them is refused', () => {
  expect([undefined, '', 'strict', 'bubblewrap'].map(readSandboxChoice)).toEqual([
    undefined,
    undefined,
    'strict',
    'bubblewrap',
  ]);
  expect(() => readSandboxChoice('Strict ')).toThrow(expect.objectContaining({ code: 'unknown_sandbox' }));
});

test('a sandbox that is chosen at first use is the one chosen from then on, and asks once', async () => {
  let searches = 0;
  const counting: SandboxTier = {
    ...absent,
    find: async () => {
      searches += 1;
      return { why: 'It is not here.' };
    },
  };
  const sandbox = selectOnFirstUse({ allowWeak: true, tiers: [counting] });
  expect([sandbox.name, sandbox.capabilities.time, searches]).toEqual(['undecided', false, 0]);
  const spec = { command: process.execPath, args: ['-p', '6 * 7'], cwd: '/', timeoutMs: 20_000 };
  const results = await Promise.all([sandbox.run(spec), sandbox.run(spec)]);
  expect(results.map(({ stdout }) => stdout)).toEqual(['42\n', '42\n']);
  expect([sandbox.name, sandbox.capabilities.time, searches]).toEqual(['process-group', true, 1]);
  expect(sandbox.description).toContain((await sandbox.selection()).warning);
  const strict = selectOnFirstUse({ choice: 'strict', allowWeak: true, tiers: [counting] });
  await expect(strict.run(spec)).rejects.toMatchObject({ code: 'sandbox_unavailable' });
  await expect(strict.run(spec)).rejects.toMatchObject({ code: 'sandbox_unavailable' });
  expect(searches).toBe(3);
});

test('a tier that lets hostile programs through is passed over, and that is not kept', async () => {
  await using folder = await temporaryFolder();
  const cacheFile = join(folder.path, 'probes.json');
  const { sandbox, considered, warning } = await selectSandbox({
    allowWeak: true,
    tiers: [leaky],
    cacheFile,
  });
  expect(sandbox.name).toBe('process-group');
  expect(considered).toMatchObject([{ tier: 'container', status: 'unusable' }]);
  expect(considered[0]?.why).toMatch(/files-read \(.*a secret file/);
  expect(warning).toContain('files-read');
  await expect(readFile(cacheFile)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('the probe finds open what the process group leaves open, and blocked what it blocks', async () => {
  const trials = await probeSandbox(processGroupSandbox);
  for (const capability of ['time', 'output', 'process-group'] as const)
    expect(trials[capability]).toEqual({ verdict: 'blocked', detail: '' });
  const openEverywhere = [
    'files-read',
    'files-write',
    'network',
    'memory',
    'process-count',
    'signals',
    'escaped-processes',
  ] as const;
  for (const capability of openEverywhere) expect(trials[capability].verdict).toBe('open');
});

const working = (await isolatingTiers()).find((tier) => 'sandbox' in tier);
if (!working) console.warn('\nNOT TESTED: selection of a tier that isolates. None works on this machine.\n');

test.skipIf(!working)('the first tier that isolates is chosen, and probed once', async () => {
  await using folder = await temporaryFolder();
  const cacheFile = join(folder.path, 'new/probes.json');
  const first = await selectSandbox({ allowWeak: false, cacheFile });
  expect(first.warning).toBeUndefined();
  expect(first.sandbox.name).toBe(working?.name);
  expect(first.trials?.['files-read'].verdict).toBe('blocked');
  for (const capability of sandboxCapabilities) {
    const isBlocked = first.trials?.[capability].verdict === 'blocked';
    expect([capability, first.sandbox.capabilities[capability]]).toEqual([capability, isBlocked]);
  }
  // What is in the file is believed as long as nothing has changed that it depends on …
  const cache = JSON.parse(await readFile(cacheFile, 'utf8'));
  cache[first.sandbox.name].trials.tracing = { verdict: 'open', detail: 'kept' };
  await writeFile(cacheFile, JSON.stringify(cache));
  expect((await selectSandbox({ allowWeak: false, cacheFile })).trials?.tracing.detail).toBe('kept');
  // … and not a moment longer, nor when it cannot be read.
  cache[first.sandbox.name].key = 'another kernel';
  for (const content of [JSON.stringify(cache), 'not JSON']) {
    await writeFile(cacheFile, content);
    expect((await selectSandbox({ allowWeak: false, cacheFile })).trials?.tracing.detail).toBe('');
  }
});

test.skipIf(!working)(
  'a home folder that holds Node and Millwright is no reason to pass a tier over',
  async () => {
    const module = new URL('./select-sandbox.ts', import.meta.url).href;
    const code = `const { selectSandbox } = await import(${JSON.stringify(module)});
    const { sandbox } = await selectSandbox({ allowWeak: false });
    console.log(sandbox.name, sandbox.capabilities['files-read']);`;
    // The parent of the folder that all packages are installed in.
    const home = fileURLToPath(new URL('../../../../..', import.meta.url));
    const spec = { command: process.execPath, args: ['--input-type=module', '-e', code], cwd: '/' };
    const { stdout, stderr } = await runProcess({ ...spec, env: { HOME: home }, timeoutMs: 40_000 });
    expect([stdout, stderr]).toEqual([`${working?.name} true\n`, '']);
  },
);
