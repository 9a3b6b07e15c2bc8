import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { readPlainFile } from './read-plain-file.ts';

let folder: string;

beforeEach(async () => {
  const root = await mkdtemp(join(tmpdir(), 'plain-'));
  onTestFinished(() => rm(root, { recursive: true }));
  folder = join(root, 'stage');
  await mkdir(join(folder, 'src'), { recursive: true });
  await mkdir(join(root, 'secret'));
  await writeFile(join(root, 'secret/key'), 'top secret');
});

test('a file is read whole, up to the limit', async () => {
  const text = 'é'.repeat(700_000);
  await writeFile(join(folder, 'src/a.ts'), text);
  await writeFile(join(folder, 'empty'), '');
  expect(readPlainFile(folder, 'src/a.ts')).toBe(text);
  expect(readPlainFile(folder, 'empty')).toBe('');
  expect(readPlainFile(folder, 'src/a.ts', 1_400_000)).toHaveLength(700_000);
  expect(() => readPlainFile(folder, 'src/a.ts', 1_399_999)).toThrow(
    expect.objectContaining({ code: 'tree_too_large' }),
  );
  expect(() => readPlainFile(folder, 'gone')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});

test('a link, a folder that is a link, a pipe and a device are not read', async () => {
  await symlink('../secret/key', join(folder, 'link'));
  await symlink('/dev/zero', join(folder, 'endless'));
  await symlink('../secret', join(folder, 'lib'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  for (const path of ['link', 'endless', 'lib/key', 'pipe', 'src', '../secret/key'])
    expect(() => readPlainFile(folder, path), path).toThrow(/./);
  expect(() => readPlainFile(folder, 'lib/key')).toThrow(expect.objectContaining({ code: 'unsafe_path' }));
  expect(() => readPlainFile(folder, 'pipe')).toThrow(expect.objectContaining({ code: 'unsafe_path' }));
});
