import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../process/hostile-children.testkit.ts';
import type { ProcessSpec } from '../../process/process-spec.ts';
import { visiblePlaces } from './visible-places.ts';

const written = (spec: Partial<ProcessSpec>) =>
  visiblePlaces({ command: process.execPath, cwd: '/', ...spec })
    .filter(({ access }) => access === 'write')
    .map(({ path }) => path);
const read = (spec: Partial<ProcessSpec>) =>
  visiblePlaces({ command: process.execPath, cwd: '/', ...spec })
    .filter(({ access }) => access === 'read')
    .map(({ path }) => path);

test('working folder, home and temporary folder of the command can be written', async () => {
  await using folder = await temporaryFolder();
  const root = await realpath(folder.path);
  const [cwd, HOME, TMPDIR] = [join(root, 'a'), join(root, 'b'), join(root, 'c')];
  for (const path of [cwd, HOME, TMPDIR]) await mkdir(path);
  expect(written({ cwd, env: { HOME, TMPDIR } }).toSorted()).toEqual([cwd, HOME, TMPDIR]);
});

test('the machine, a home, all temporary files and Millwright itself are never given away', () => {
  const precious = [
    '/',
    homedir(),
    tmpdir(),
    '/etc',
    '/usr/lib',
    import.meta.dirname,
    'relative',
    '/no/such',
  ];
  for (const path of precious) expect(written({ cwd: path, env: { HOME: path, TMPDIR: path } })).toEqual([]);
});

test('what the command line names can be read', async () => {
  await using folder = await temporaryFolder();
  const root = await realpath(folder.path);
  for (const name of ['tool', 'config', 'input']) await writeFile(join(root, name), '');
  const command = join(root, 'tool');
  const args = [`--config=${join(root, 'config')}`, join(root, 'input'), 'relative', join(root, 'absent')];
  const seen = read({ command, args });
  expect(seen.filter((path) => path.startsWith(root)).toSorted()).toEqual([
    join(root, 'config'),
    join(root, 'input'),
    join(root, 'tool'),
  ]);
});

test('parents come before children, so that the inner one counts', async () => {
  await using folder = await temporaryFolder();
  const root = await realpath(folder.path);
  await mkdir(join(root, 'deep/readable'), { recursive: true });
  const places = visiblePlaces({
    command: process.execPath,
    cwd: root,
    readable: [join(root, 'deep/readable')],
  });
  const order = places.map(({ path }) => path);
  expect(order.indexOf(root)).toBeLessThan(order.indexOf(join(root, 'deep/readable')));
  expect(places.at(order.indexOf(join(root, 'deep/readable')))?.access).toBe('read');
});

test('what an earlier program replaced by a link opens nothing', async () => {
  await using folder = await temporaryFolder();
  const root = await realpath(folder.path);
  const cwd = join(root, 'cwd');
  await mkdir(cwd);
  await mkdir(join(root, 'secrets'));
  for (const name of ['home', 'config', 'node_modules'])
    await symlink(join(root, 'secrets'), join(cwd, name));
  const places = visiblePlaces({
    command: process.execPath,
    args: [join(cwd, 'config')],
    cwd,
    env: { HOME: join(cwd, 'home') },
    readable: [join(cwd, 'config')],
  });
  expect(places.filter(({ path }) => path.startsWith(root))).toEqual([{ path: cwd, access: 'write' }]);
  const asFile = join(root, 'file');
  await mkdir(join(asFile, 'node_modules'), { recursive: true });
  await writeFile(join(asFile, 'node_modules/@scope'), 'not a folder');
  expect(written({ cwd: asFile })).toEqual([asFile]);
});

test('of links among the packages, only those to a package of that name are followed', async () => {
  await using folder = await temporaryFolder();
  const root = await realpath(folder.path);
  const modules = join(root, 'cwd/node_modules');
  const installed = join(root, 'other/node_modules');
  await mkdir(join(modules, '@scope'), { recursive: true });
  for (const name of ['good', '@scope/good', 'misnamed']) {
    await mkdir(join(installed, name), { recursive: true });
    await writeFile(join(installed, name, 'package.json'), '{}');
  }
  await mkdir(join(root, 'secrets/node_modules/hollow'), { recursive: true });
  await symlink(join(root, 'secrets/node_modules/hollow'), join(modules, 'hollow'));
  await symlink(join(root, 'secrets'), join(modules, 'secrets'));
  await symlink(join(installed, 'misnamed'), join(modules, 'evil'));
  const own = (paths: readonly string[]) => paths.filter((path) => path.startsWith(root));
  expect(own(read({ cwd: join(root, 'cwd') }))).toEqual([]);
  await symlink(join(installed, '@scope/good'), join(modules, '@scope/good'));
  expect(own(read({ cwd: join(root, 'cwd') }))).toEqual([installed]);
});
