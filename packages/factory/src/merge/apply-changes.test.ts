import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffTrees } from '../file-tree/diff-trees.ts';
import { FileTree } from '../file-tree/file-tree.ts';
import { readTree } from '../file-tree/read-tree.ts';
import { createStage } from '../file-tree/stage-folder.ts';
import { writeTree } from '../file-tree/write-tree.ts';
import { applyChanges } from './apply-changes.ts';
import { packFiles, unpackFiles } from './pack-files.ts';
import { readWorkTree } from './read-work-tree.ts';

const before = new FileTree().write('a', '1').write('old/deep/b', '1').write('c', '1').write('same', '1');
const after = new FileTree()
  .write('a', '2')
  .write('c', '1', { isExecutable: true })
  .write('new/d', '1')
  .write('same', '1');
const changes = diffTrees(before, after);

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-test-'));
  try {
    await writeTree(before, folder);
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('makes the changes, twice if need be, and leaves the rest', () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, 'own'), 'mine');
    await applyChanges(changes, folder);
    await applyChanges(changes, folder);
    expect((await readTree(folder)).tree.files()).toEqual(
      FileTree.from([...after.files(), { path: 'own', content: 'mine' }]).files(),
    );
    expect(await readdir(folder)).not.toContain('old');
  }));

test('finishes what a crash left half done, at whatever change it came; or takes it back', () =>
  fc.assert(
    fc.asyncProperty(fc.nat(changes.length), fc.boolean(), (done, isTakenBack) =>
      inFolder(async (folder) => {
        await applyChanges(changes.slice(0, done), folder);
        await createStage(folder);
        const wanted = isTakenBack ? before : after;
        await applyChanges(isTakenBack ? diffTrees(after, before) : changes, folder);
        const { tree } = await readTree(folder);
        const isStage = (path: string) => path.startsWith('.millwright-stage-');
        expect(tree.files().filter(({ path }) => !isStage(path))).toEqual(wanted.files());
      }),
    ),
    { numRuns: 12 },
  ));

test('changes nothing when a file is no longer as it was', () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, 'c'), 'edited since');
    await expect(applyChanges(changes, folder)).rejects.toMatchObject({
      code: 'changed_meanwhile',
      paths: ['c'],
    });
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('1');
  }));

test('takes back what it did when something stands in the way', () =>
  inFolder(async (folder) => {
    await symlink(tmpdir(), join(folder, 'new'));
    await expect(applyChanges(changes, folder)).rejects.toMatchObject({ code: 'unsafe_path' });
    expect((await readTree(folder)).tree.files()).toEqual(before.files());
    expect((await readdir(folder)).toSorted()).toEqual(['a', 'c', 'new', 'old', 'same']);
  }));

test('reads what a merge needs, and tells what it cannot read', () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, 'a'), Buffer.from([0xff, 0xfe, 0]));
    await writeFile(join(folder, 'huge'), 'x'.repeat(5 * 1024 * 1024));
    await rm(join(folder, 'c'));
    await mkdir(join(folder, 'c'));
    await mkdir(join(folder, 'node_modules'));
    await chmod(join(folder, 'same'), 0o755);
    const { tree, opaque } = await readWorkTree(folder, new Set(['a', 'c', 'huge', 'same', 'none.ts']));
    expect(tree.files()).toEqual([{ path: 'same', content: '1', isExecutable: true }]);
    expect([...opaque].toSorted()).toEqual(['a', 'c', 'huge']);
  }));

test('packed files come out as they went in; damaged ones are refused', () => {
  const labels = { millwright: '1' };
  const packed = packFiles({ tree: after, labels });
  expect(packFiles({ tree: after, labels })).toBe(packed);
  const unpacked = unpackFiles(packed.replaceAll('\n', '\r\n'));
  expect(unpacked.tree.files()).toEqual(after.files());
  expect(unpacked.labels).toEqual(labels);
  for (const damaged of ['', packed.slice(0, -12), packed.replace('"format":2', '"format":1')]) {
    expect(() => unpackFiles(damaged)).toThrow(expect.objectContaining({ code: 'unreadable_pack' }));
  }
});
