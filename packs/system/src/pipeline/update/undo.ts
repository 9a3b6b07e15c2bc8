import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  applyChanges,
  diffTrees,
  FileTree,
  type GeneratedFile,
  packFiles,
  type TreeChange,
  unpackFiles,
} from '@millwright/factory';
import { NothingToUndoError } from './errors.ts';

const undoPath = '.millwright/undo';

/** Makes changes to a system, all of them or none, and keeps what they replace, so that they can be undone in one step. */
export async function applyUndoably(
  changes: readonly TreeChange[],
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  if (changes.length === 0) return;
  const earlier = await readIfAny(join(folder, undoPath));
  await writeUndo(folder, packChanges(changes));
  try {
    await applyChanges(changes, folder, signal);
  } catch (error) {
    await writeUndo(folder, earlier);
    throw error;
  }
}

/**
 * Takes back the last update and returns what was changed to do so.
 * @throws NothingToUndoError; ChangedMeanwhileError when files of the update were edited since. Nothing is changed then.
 */
export async function undoUpdate(folder: string): Promise<readonly TreeChange[]> {
  const changes = unpackChanges((await readIfAny(join(folder, undoPath))) ?? '', folder);
  await applyChanges(changes, folder);
  await writeUndo(folder, undefined);
  return changes;
}

/** One tree holds both sides, so that it can be packed like any other. */
function packChanges(changes: readonly TreeChange[]): string {
  const side = (name: string, file: GeneratedFile) => ({ ...file, path: `${name}/${file.path}` });
  const files = changes.flatMap((change) => [
    ...(change.kind === 'added' ? [] : [side('before', change.before)]),
    ...(change.kind === 'removed' ? [] : [side('after', change.after)]),
  ]);
  return packFiles({ tree: FileTree.from(files), labels: {} });
}

function unpackChanges(text: string, folder: string): readonly TreeChange[] {
  try {
    const { tree } = unpackFiles(text);
    const side = (name: string) =>
      FileTree.from(
        tree
          .files()
          .filter(({ path }) => path.startsWith(`${name}/`))
          .map((file) => ({ ...file, path: file.path.slice(name.length + 1) })),
      );
    return diffTrees(side('after'), side('before'));
  } catch {
    throw new NothingToUndoError(folder);
  }
}

async function readIfAny(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

async function writeUndo(folder: string, text: string | undefined): Promise<void> {
  const place = join(folder, undoPath);
  if (text === undefined) return rm(place, { force: true });
  await mkdir(dirname(place), { recursive: true });
  await writeFile(`${place}.new`, text);
  await rename(`${place}.new`, place);
}
