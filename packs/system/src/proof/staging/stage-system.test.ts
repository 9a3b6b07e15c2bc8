import { existsSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileTree, writeTree } from '@millwright/factory';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleSystem } from '../sample-system.testkit.ts';
import { vendorHarness } from '../vendor-harness.ts';
import { stageSystem } from './stage-system.ts';

let root = '';
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'millwright-test-')));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('the harness travels as JavaScript with types, and is built once', async () => {
  const tree = await vendorHarness();
  const paths = tree.files().map(({ path }) => path);
  expect(paths).toContain('vendor/harness/lib/index.js');
  expect(paths).toContain('vendor/harness/lib/index.d.ts');
  expect(paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))).toEqual([]);
  const manifest = JSON.parse(tree.get('vendor/harness/package.json')?.content ?? '');
  expect(manifest).toMatchObject({ name: '@millwright/harness', type: 'module' });
  expect(manifest.dependencies).toBeUndefined();
  expect((await vendorHarness()).files()).toEqual(tree.files());
});

test('components of dataflow travel with systems that have some', async () => {
  const hasDataflow = async (code: string) => {
    const tree = await vendorHarness(new FileTree().write('src/main.ts', code));
    const manifest = JSON.parse(tree.get('vendor/harness/package.json')?.content ?? '');
    const isThere = tree.files().some(({ path }) => path.startsWith('vendor/harness/lib/dataflow/'));
    expect(Object.keys(manifest.exports)).toEqual(isThere ? ['.', './dataflow'] : ['.']);
    return isThere;
  };
  expect(await hasDataflow("import { HarnessComponent } from '@millwright/harness';")).toBe(false);
  expect(await hasDataflow("import { Filter } from '@millwright/harness/dataflow';")).toBe(true);
});

test('a staged system has its packages, an environment of its own, and goes without a trace', async () => {
  process.env.MILLWRIGHT_TEST_SECRET = 'hunter2hunter2';
  const at = join(root, 'stage');
  try {
    await using stage = await stageSystem({ tree: await sampleSystem() }, at);
    expect(await realpath(join(stage.folder, 'node_modules/@millwright/harness'))).toBe(
      join(stage.folder, 'vendor/harness'),
    );
    expect(existsSync(join(stage.folder, 'node_modules/typescript/package.json'))).toBe(true);
    expect(stage.findings).toEqual([]);
    expect(JSON.stringify(stage.environment)).not.toContain('hunter2');
    expect(Object.keys(stage.environment)).not.toContain('MILLWRIGHT_TEST_SECRET');
  } finally {
    delete process.env.MILLWRIGHT_TEST_SECRET;
  }
  expect(await readdir(root)).toEqual([]);
});

test('what an earlier attempt left at the place of the stage is removed', async () => {
  await mkdir(join(root, 'stage/system'), { recursive: true });
  await writeFile(join(root, 'stage/system/left.txt'), 'over');
  await using stage = await stageSystem({ tree: await sampleSystem() }, join(root, 'stage'));
  expect(existsSync(join(stage.folder, 'left.txt'))).toBe(false);
});

test('of a folder, files are copied: no links, nothing installed, nothing of git or earlier evidence', async () => {
  const folder = join(root, 'notes');
  await writeTree(await sampleSystem(), folder);
  await symlink('/etc/hostname', join(folder, 'src/link.ts'));
  for (const name of ['.git', 'evidence', 'node_modules/typescript'])
    await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, 'node_modules/typescript/package.json'), '{"version":"0.0.1"}');
  await writeFile(join(folder, 'logo.png'), Buffer.from([0x89, 0xff]));
  await using stage = await stageSystem({ folder });
  expect(await readFile(join(stage.folder, 'logo.png'))).toEqual(Buffer.from([0x89, 0xff]));
  for (const name of ['src/link.ts', '.git', 'evidence'])
    expect(existsSync(join(stage.folder, name))).toBe(false);
  expect((await lstat(join(stage.folder, 'node_modules/typescript'))).isSymbolicLink()).toBe(true);
  expect(stage.findings).toMatchObject([
    { code: 'package_version_differs', message: expect.stringContaining('0.0.1') },
  ]);
});
