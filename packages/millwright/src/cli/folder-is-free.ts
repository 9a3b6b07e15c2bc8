import { readdir } from 'node:fs/promises';
import { UsageError } from '../errors.ts';

/** @throws UsageError when the path is a file, or a folder that is not empty. */
export async function assertFolderIsFree(folder: string): Promise<void> {
  let entries: string[];
  try {
    entries = await readdir(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return;
    const why = code === 'ENOTDIR' ? 'it is a file' : error instanceof Error ? error.message : String(error);
    throw new UsageError(
      'out_unusable',
      `Nothing can be written to ${folder}: ${why}.`,
      'Choose another --out.',
    );
  }
  if (entries.length > 0) {
    throw new UsageError(
      'folder_not_empty',
      `${folder} exists and is not empty; nothing was changed.`,
      'Choose another folder with --out, or empty this one.',
    );
  }
}
