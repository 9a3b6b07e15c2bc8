import { lstat, mkdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ChangedMeanwhileError, TreeWriteError, UnsafePathError } from '../errors.ts';
import type { TreeChange } from '../file-tree/diff-trees.ts';
import { FileTree, type GeneratedFile } from '../file-tree/file-tree.ts';
import { overlayFiles } from '../file-tree/overlay-files.ts';
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
    const before = change.kind === 'added' ? undefined : change.before;
    const after = change.kind === 'removed' ? undefined : change.after;
    if (isSame(present, after)) continue;
    if (isSame(present, before)) open.push(change);
    else changedMeanwhile.push(change.path);
  }
  if (changedMeanwhile.length > 0) throw new ChangedMeanwhileError(changedMeanwhile);
  return open;
}

async function perform(
  changes: readonly TreeChange[],
  folder: string,
  stage: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const written = FileTree.from(
    changes.flatMap((change) => (change.kind === 'removed' ? [] : [change.after])),
  );
  await writeFiles(written, join(stage, 'new'), signal);
  await mkdir(join(stage, 'removed'));
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const [index, change] of changes.entries()) {
      if (change.kind !== 'removed') continue;
      const [place, aside] = [join(folder, change.path), join(stage, 'removed', String(index))];
      await rename(place, aside);
      undo.push(() => rename(aside, place));
    }
    const paths = written.files().map(({ path }) => path);
    await overlayFiles(paths, join(stage, 'new'), folder, join(stage, 'previous'));
  } catch (error) {
    for (const step of undo.toReversed()) await step();
    throw error;
  }
  await removeEmptyFolders(changes, folder);
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
