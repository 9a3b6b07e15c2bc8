import { mkdir, readdir, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FolderNotEmptyError, TreeWriteError, UnsafePathError } from '../errors.ts';
import { diffTrees } from './diff-trees.ts';
import type { FileTree } from './file-tree.ts';
import { kindOf, overlayFiles } from './overlay-files.ts';
import { readTree } from './read-tree.ts';
import { createStage, isStage, writeFiles } from './stage-folder.ts';

export interface WriteTreeOptions {
  /**
   * What to do when the folder holds something already. `refuse` (the standard) lets files pass that are the same in the
   * tree, so that writing again after a crash finds its way. `overlay` keeps all other files; `replace` keeps none.
   */
  readonly ifExists?: 'refuse' | 'overlay' | 'replace';
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes a tree to disk, all of it or nothing. Files are staged on the same disk first; a folder that did not exist
 * appears with one rename.
 * @throws FolderNotEmptyError, UnsafePathError (a link or folder stands in the way), TreeWriteError (disk full and other
 * failures), or the reason of the signal. In each case the disk is as it was.
 */
export async function writeTree(
  tree: FileTree,
  folder: string,
  options: WriteTreeOptions = {},
): Promise<void> {
  try {
    const target = await realPathIfAny(resolve(folder));
    const kind = await kindOf(target);
    if (kind === 'other') throw new FolderNotEmptyError(target);
    if (kind === undefined) await writeNew(tree, target, options.signal);
    else await writeInto(tree, target, options);
  } catch (error) {
    if (isTold(error, options.signal)) throw error;
    throw new TreeWriteError(folder, error);
  }
}

function isTold(error: unknown, signal: AbortSignal | undefined): boolean {
  if (error instanceof FolderNotEmptyError || error instanceof UnsafePathError) return true;
  return signal?.aborted === true && error === signal.reason;
}

async function writeInto(
  tree: FileTree,
  target: string,
  { ifExists = 'refuse', signal }: WriteTreeOptions,
): Promise<void> {
  if (ifExists === 'replace') return replaceWhole(tree, target, signal);
  if (ifExists === 'refuse') await assertHoldsNothingElse(tree, target);
  await withStage(target, async (stage) => {
    await writeFiles(tree, join(stage, 'new'), signal);
    const paths = tree.files().map((file) => file.path);
    await overlayFiles(paths, join(stage, 'new'), target, join(stage, 'previous'));
  });
}

async function writeNew(tree: FileTree, target: string, signal: AbortSignal | undefined): Promise<void> {
  const parent = dirname(target);
  const firstCreated = await mkdir(parent, { recursive: true });
  try {
    await withStage(parent, async (stage) => {
      await writeFiles(tree, join(stage, 'new'), signal);
      await rename(join(stage, 'new'), target);
    });
  } catch (error) {
    if (firstCreated) await removeEmptyFolders(parent, firstCreated);
    const { code } = error as NodeJS.ErrnoException;
    // Somebody was quicker and put something there.
    if (code === 'ENOTEMPTY' || code === 'ENOTDIR' || code === 'EEXIST')
      throw new FolderNotEmptyError(target);
    throw error;
  }
}

async function replaceWhole(tree: FileTree, target: string, signal: AbortSignal | undefined): Promise<void> {
  await withStage(dirname(target), async (stage) => {
    await writeFiles(tree, join(stage, 'new'), signal);
    await rename(target, join(stage, 'previous'));
    try {
      await rename(join(stage, 'new'), target);
    } catch (error) {
      await rename(join(stage, 'previous'), target);
      throw error;
    }
  });
}

async function assertHoldsNothingElse(tree: FileTree, target: string): Promise<void> {
  const names = (await readdir(target)).filter((name) => !isStage(name));
  if (names.length === 0) return;
  const ignore = (await readdir(target)).filter(isStage);
  const present = await readTree(target, { ignore });
  const isOurs = diffTrees(present.tree, tree).every((change) => change.kind === 'added');
  if (!isOurs || present.skipped.length > 0) throw new FolderNotEmptyError(target);
}

async function withStage(beside: string, work: (stage: string) => Promise<void>): Promise<void> {
  const stage = await createStage(beside);
  try {
    await work(stage);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

async function removeEmptyFolders(from: string, upTo: string): Promise<void> {
  for (let folder = from; folder.startsWith(upTo); folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch {
      return;
    }
  }
}

/** A link that the person named as the target is the person's choice; only links inside the target are suspicious. */
async function realPathIfAny(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return path;
    throw error;
  }
}
