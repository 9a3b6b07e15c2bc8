import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../process/hostile-children.testkit.ts';
import { readTree } from './read-tree.ts';

test('passes over installed packages and what cannot be in a tree, and says so', async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'node_modules/x'), { recursive: true });
  await writeFile(join(folder.path, 'node_modules/x/index.js'), '');
  await writeFile(join(folder.path, 'ok.txt'), '\ufeffbom kept');
  await writeFile(join(folder.path, 'what?.txt'), '');
  await writeFile(join(folder.path, 'image.png'), Buffer.from([0x89, 0x50, 0xff]));
  await writeFile(join(folder.path, 'OK.txt'), '');
  const { tree, skipped } = await readTree(folder.path);
  expect(tree.files().map((file) => file.path)).toEqual(['OK.txt']);
  expect(skipped.map((entry) => entry.path)).toEqual(['image.png', 'ok.txt', 'what?.txt']);
});

test('stops at its limits', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'a'), 'xx');
  await writeFile(join(folder.path, 'b'), 'xx');
  await expect(readTree(folder.path, { maxFiles: 1 })).rejects.toMatchObject({ code: 'tree_too_large' });
  await expect(readTree(folder.path, { maxBytes: 3 })).rejects.toMatchObject({ code: 'tree_too_large' });
});
