import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../process/hostile-children.testkit.ts';
import { FileTree } from './file-tree.ts';
import { arbitraryTree } from './file-tree.testkit.ts';
import { readTree } from './read-tree.ts';
import { writeTree } from './write-tree.ts';

const small = new FileTree().write('a.txt', 'A').write('deep/er/b.sh', 'B', { isExecutable: true });

test('what is written is read back, in a new folder and over another tree', async () => {
  await using folder = await temporaryFolder();
  let count = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryTree(), arbitraryTree(), async (first, second) => {
      const target = join(folder.path, `t${count++}`, 'system');
      await writeTree(first, target);
      expect((await readTree(target)).tree.files()).toEqual(first.files());
      await writeTree(second, target, { ifExists: 'replace' });
      expect((await readTree(target)).tree.files()).toEqual(second.files());
    }),
    { numRuns: 40 },
  );
});

test('an overlay keeps other files, or changes nothing at all', async () => {
  await using folder = await temporaryFolder();
  let count = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryTree(), arbitraryTree(), async (first, second) => {
      const target = join(folder.path, `t${count++}`);
      await writeTree(first, target);
      const outcome = await writeTree(second, target, { ifExists: 'overlay' }).catch((error) => error);
      const after = (await readTree(target)).tree;
      const isWritten = !(outcome instanceof Error);
      if (!isWritten) expect(after.files()).toEqual(first.files());
      for (const file of isWritten ? second.files() : []) expect(after.get(file.path)).toEqual(file);
      for (const file of first.files()) {
        if (!second.get(file.path)) expect(after.get(file.path)).toEqual(file);
      }
    }),
    { numRuns: 40 },
  );
});

test('leaves no traces beside the target', async () => {
  await using folder = await temporaryFolder();
  await writeTree(small, join(folder.path, 'x'));
  await writeTree(small, join(folder.path, 'x'), { ifExists: 'overlay' });
  await writeTree(small, join(folder.path, 'x'), { ifExists: 'replace' });
  expect(await readdir(folder.path)).toEqual(['x']);
  expect((await readdir(join(folder.path, 'x'))).toSorted()).toEqual(['a.txt', 'deep']);
  expect((await stat(join(folder.path, 'x/deep/er/b.sh'))).mode & 0o100).toBe(0o100);
});

test('writes into an empty folder without replacing it', async () => {
  await using folder = await temporaryFolder();
  const before = await stat(folder.path);
  await writeTree(small, folder.path);
  expect((await stat(folder.path)).ino).toBe(before.ino);
});

test('refuses a folder that holds anything else, and a file', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'mine.txt'), 'mine');
  await expect(writeTree(small, folder.path)).rejects.toMatchObject({ code: 'folder_not_empty' });
  await expect(writeTree(small, join(folder.path, 'mine.txt'))).rejects.toMatchObject({
    code: 'folder_not_empty',
  });
  expect(await readdir(folder.path)).toEqual(['mine.txt']);
});

test('refuses a folder with a file that differs, a link or a binary file', async () => {
  await using folder = await temporaryFolder();
  const cases = {
    differs: (place: string) => writeFile(join(place, 'a.txt'), 'other'),
    link: (place: string) => symlink('/etc/hostname', join(place, 'a.txt')),
    binary: (place: string) => writeFile(join(place, 'a.txt'), Buffer.from([0xff, 0xfe, 0x00])),
  };
  for (const [name, prepare] of Object.entries(cases)) {
    const place = join(folder.path, name);
    await mkdir(place);
    await prepare(place);
    await expect(writeTree(small, place)).rejects.toMatchObject({ code: 'folder_not_empty' });
  }
});

test('finishes what an interrupted write of the same tree began', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'a.txt'), 'A');
  await mkdir(join(folder.path, '.millwright-stage-999999999-left'));
  await writeTree(small, folder.path);
  await writeTree(small, folder.path);
  expect((await readTree(folder.path)).tree.files()).toEqual(small.files());
  expect(await readdir(folder.path)).not.toContain('.millwright-stage-999999999-left');
});

test('follows no link out of the folder', async () => {
  await using folder = await temporaryFolder();
  const outside = join(folder.path, 'outside');
  const target = join(folder.path, 'target');
  await mkdir(outside);
  await mkdir(target);
  await writeFile(join(outside, 'a.txt'), 'untouched');
  await symlink(join(outside, 'a.txt'), join(target, 'a.txt'));
  await writeTree(new FileTree().write('a.txt', 'new'), target, { ifExists: 'overlay' });
  expect(await readFile(join(outside, 'a.txt'), 'utf8')).toBe('untouched');
  expect(await readFile(join(target, 'a.txt'), 'utf8')).toBe('new');

  await symlink(outside, join(target, 'deep'));
  await expect(writeTree(small, target, { ifExists: 'overlay' })).rejects.toMatchObject({
    code: 'unsafe_path',
  });
  expect(await readdir(outside)).toEqual(['a.txt']);
  expect(await readFile(join(target, 'a.txt'), 'utf8')).toBe('new');
  expect((await readTree(target)).skipped).toEqual([{ path: 'deep', why: 'it is a symbolic link' }]);
});

test('an abort leaves nothing', async () => {
  await using folder = await temporaryFolder();
  const reason = new Error('enough');
  const writing = writeTree(small, join(folder.path, 'new/system'), { signal: AbortSignal.abort(reason) });
  await expect(writing).rejects.toBe(reason);
  expect(await readdir(folder.path)).toEqual([]);
});

describe('rollback', () => {
  /** The second file fits into no path of this length; the first one does. */
  const tooLong = new FileTree().write('a.txt', 'A').write(`${'x'.repeat(200)}/z`, 'Z');
  const deepFolder = async (root: string) => {
    let path = root;
    while (path.length < 3_900) path += `/${'d'.repeat(Math.min(100, 3_900 - path.length))}`;
    await mkdir(path, { recursive: true });
    return path;
  };

  test('of a new folder, with the parents made for it', async () => {
    await using folder = await temporaryFolder();
    const deep = await deepFolder(folder.path);
    await expect(writeTree(tooLong, `${deep}/made/system`)).rejects.toMatchObject({
      code: 'tree_not_written',
    });
    expect(await readdir(deep)).toEqual([]);
  });

  test.each(['refuse', 'overlay', 'replace'] as const)('of a folder that exists (%s)', async (ifExists) => {
    await using folder = await temporaryFolder();
    const deep = await deepFolder(folder.path);
    if (ifExists !== 'refuse') await writeFile(`${deep}/a.txt`, 'before');
    await expect(writeTree(tooLong, deep, { ifExists })).rejects.toMatchObject({ code: 'tree_not_written' });
    expect((await readTree(deep)).tree.files().map((file) => file.content)).toEqual(
      ifExists === 'refuse' ? [] : ['before'],
    );
    expect((await readdir(deep)).length).toBe(ifExists === 'refuse' ? 0 : 1);
  });

  test('of moves already made', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'a.txt'), 'before');
    await mkdir(join(folder.path, 'z'));
    const blocked = new FileTree().write('a.txt', 'A').write('b/c', 'C').write('z', 'in place of a folder');
    await expect(writeTree(blocked, folder.path, { ifExists: 'overlay' })).rejects.toMatchObject({
      code: 'unsafe_path',
    });
    expect((await readdir(folder.path)).toSorted()).toEqual(['a.txt', 'z']);
    expect(await readFile(join(folder.path, 'a.txt'), 'utf8')).toBe('before');
  });

  test.skipIf(!canMount())('of a disk that fills up', async () => {
    await using folder = await temporaryFolder();
    const disk = join(folder.path, 'disk');
    await mkdir(disk);
    await chmod(disk, 0o777);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
    try {
      await writeTree(small, join(disk, 'fits'));
      const large = FileTree.from(
        Array.from({ length: 64 }, (_, index) => ({ path: `f${index}`, content: 'x'.repeat(16_384) })),
      );
      for (const target of ['new', 'fits']) {
        await expect(writeTree(large, join(disk, target), { ifExists: 'overlay' })).rejects.toMatchObject({
          code: 'disk_full',
        });
      }
      expect(await readdir(disk)).toEqual(['fits']);
      expect((await readTree(join(disk, 'fits'))).tree.files()).toEqual(small.files());
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  });
});

function canMount(): boolean {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}
