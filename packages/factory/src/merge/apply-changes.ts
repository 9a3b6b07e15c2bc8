import { lstat, mkdir, readFile, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ChangedMeanwhileError, TreeWriteError, UnsafePathError } from '../errors.ts';
import type { TreeChange } from '../file-tree/diff-trees.ts';
import { FileTree, type GeneratedFile } from '../file-tree/file-tree.ts';
import { kindOf } from '../file-tree/overlay-files.ts';
import { createStage, writeFiles } from '../file-tree/stage-folder.ts';

/**
 * Makes changes to a folder, all of them or none. Each file must be as the change says it was before; a change that has been
 * made already is passed over, so that applying again after a crash finishes the work.
 * @throws ChangedMeanwhileError when files are neither as before nor as after; UnsafePathError when a link or folder stands in
 * the way; TreeWriteError. In each case the folder is as it was.
 */
export async function applyChanges(
  changes: readonly TreeChange[],
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  const open = await openChanges(changes, folder);
  if (open.length === 0) return;
  const stage = await createStage(folder);
  try {
    await perform(open, folder, stage, signal);
  } catch (error) {
    if (error instanceof UnsafePathError || (signal?.aborted && error === signal.reason)) throw error;
    throw new TreeWriteError(folder, error);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

async function openChanges(changes: readonly TreeChange[], folder: string): Promise<readonly TreeChange[]> {
  const open: TreeChange[] = [];
  const changedMeanwhile: string[] = [];
  for (const change of changes) {
    const present = await fileAt(folder, change.path);
    if (isSame(present, sideOf(change, 'after'))) continue;
    if (isSame(present, sideOf(change, 'before'))) open.push(change);
    else changedMeanwhile.push(change.path);
  }
  if (changedMeanwhile.length > 0) throw new ChangedMeanwhileError(changedMeanwhile);
  return open;
}

/** At every moment each file is as before or as after: a new one takes the place of the old in one step. */
async function perform(
  changes: readonly TreeChange[],
  folder: string,
  stage: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const [old, renewed] = [join(stage, 'old'), join(stage, 'new')];
  await writeFiles(filesOf(changes, 'before'), old, signal);
  await writeFiles(filesOf(changes, 'after'), renewed, signal);
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const change of changes) {
      const place = join(folder, change.path);
      await ensureParents(folder, change.path, undo);
      const put = (from: string) => rename(join(from, change.path), place);
      await (change.kind === 'removed' ? unlink(place) : put(renewed));
      undo.push(() => (change.kind === 'added' ? unlink(place) : put(old)));
    }
  } catch (error) {
    for (const step of undo.toReversed()) await step();
    throw error;
  }
  await removeEmptyFolders(changes, folder);
}

function filesOf(changes: readonly TreeChange[], side: 'before' | 'after'): FileTree {
  return FileTree.from(changes.map((change) => sideOf(change, side)).filter((file) => file !== undefined));
}

function sideOf(change: TreeChange, side: 'before' | 'after'): GeneratedFile | undefined {
  if (side === 'before') return change.kind === 'added' ? undefined : change.before;
  return change.kind === 'removed' ? undefined : change.after;
}

async function ensureParents(folder: string, path: string, undo: (() => Promise<void>)[]): Promise<void> {
  const segments = path.split('/').slice(0, -1);
  for (const [index, segment] of segments.entries()) {
    const parent = join(folder, ...segments.slice(0, index + 1));
    const kind = await kindOf(parent);
    if (kind === 'other') throw new UnsafePathError(path, `${segment} on the way is not a folder`);
    if (kind === 'folder') continue;
    await mkdir(parent);
    undo.push(() => rmdir(parent));
  }
}

/** Folders that held nothing but removed files go with them. */
async function removeEmptyFolders(changes: readonly TreeChange[], folder: string): Promise<void> {
  const removed = changes.filter(({ kind }) => kind === 'removed');
  for (const { path } of removed) {
    for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
      const isGone = await rmdir(join(folder, parent)).then(
        () => true,
        () => false,
      );
      if (!isGone) break;
    }
  }
}

async function fileAt(folder: string, path: string): Promise<GeneratedFile | 'other' | undefined> {
  const place = join(folder, path);
  try {
    const stat = await lstat(place);
    if (!stat.isFile()) return 'other';
    const isExecutable = (stat.mode & 0o100) !== 0;
    return { path, content: await readFile(place, 'utf8'), ...(isExecutable ? { isExecutable } : {}) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function isSame(present: GeneratedFile | 'other' | undefined, wanted: GeneratedFile | undefined): boolean {
  if (present === 'other' || !present || !wanted) return present === wanted;
  return present.content === wanted.content && Boolean(present.isExecutable) === Boolean(wanted.isExecutable);
}
