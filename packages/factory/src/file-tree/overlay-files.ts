import { lstat, mkdir, rename, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { UnsafePathError } from '../errors.ts';

/**
 * Moves staged files over a folder, one by one, keeping what was there until the end. When one move fails, all are taken
 * back. Links inside the folder are replaced where a file belongs, and never followed.
 */
export async function overlayFiles(
  paths: readonly string[],
  from: string,
  into: string,
  previous: string,
): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  await mkdir(previous);
  try {
    for (const [index, path] of paths.entries()) {
      await ensureParents(into, path, undo);
      const place = join(into, path);
      const present = await kindOf(place);
      if (present === 'folder') throw new UnsafePathError(path, 'a folder is in its place');
      if (present) {
        const backup = join(previous, String(index));
        await rename(place, backup);
        undo.push(() => rename(backup, place));
      }
      await rename(join(from, path), place);
      undo.push(() => unlink(place));
    }
  } catch (error) {
    for (const step of undo.toReversed()) await step();
    throw error;
  }
}

async function ensureParents(into: string, path: string, undo: (() => Promise<void>)[]): Promise<void> {
  const segments = path.split('/');
  for (let length = 1; length < segments.length; length++) {
    const parent = join(into, ...segments.slice(0, length));
    const kind = await kindOf(parent);
    if (kind === 'folder') continue;
    if (kind) throw new UnsafePathError(path, `${segments[length - 1]} on the way is not a folder`);
    await mkdir(parent);
    undo.push(() => rmdir(parent));
  }
}

export async function kindOf(place: string): Promise<'folder' | 'other' | undefined> {
  try {
    return (await lstat(place)).isDirectory() ? 'folder' : 'other';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
