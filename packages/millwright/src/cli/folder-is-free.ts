import { access, constants, lstat, readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../errors.ts';

/**
 * Finds out before anything is built whether a system can be written to a folder that does not exist or is empty.
 * @throws UsageError when it is a file, a link that leads nowhere, not empty, or cannot be created.
 */
export async function assertFolderIsFree(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: unknown) => missingOr(folder, error));
  if (entries.length > 0) {
    throw new UsageError(
      'folder_not_empty',
      `${folder} exists and is not empty; nothing was changed.`,
      'Choose another folder with --out, or empty this one.',
    );
  }
  await assertWritable(folder, folder);
}

async function missingOr(folder: string, error: unknown): Promise<readonly string[]> {
  const code = codeOf(error);
  if (code === 'ENOENT') {
    const isLink = await lstat(folder).then(
      () => true,
      () => false,
    );
    if (!isLink) return [];
    throw unusable(folder, 'it is a link that leads nowhere');
  }
  throw unusable(folder, code === 'ENOTDIR' ? 'it, or a folder above it, is a file' : reasonOf(error));
}

/** The nearest folder that exists must let something be created in it. */
async function assertWritable(folder: string, wanted: string): Promise<void> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const parent = dirname(folder);
    if (codeOf(error) === 'ENOENT' && parent !== folder) return assertWritable(parent, wanted);
    const why = codeOf(error) === 'EROFS' ? 'the file system is read-only' : `${folder} cannot be written to`;
    throw unusable(wanted, why);
  }
}

function unusable(folder: string, why: string): UsageError {
  return new UsageError(
    'out_unusable',
    `Nothing can be written to ${folder}: ${why}.`,
    'Choose another --out.',
  );
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
