import { closeSync, constants, fstatSync, openSync, readlinkSync, readSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { TreeTooLargeError, UnsafePathError } from '../errors.ts';

const standardMaxBytes = 64 * 1024 * 1024;

/**
 * The text of a file in a folder where code runs that nobody trusts. It may have put a link out of the folder in the file's place, a pipe
 * that nobody writes to, or a device that never ends: none of them is read.
 * @throws UnsafePathError for what is no file of the folder, TreeTooLargeError, and what opening a file throws.
 */
export function readPlainFile(folder: string, path: string, maxBytes = standardMaxBytes): string {
  const root = realpathSync(folder);
  const place = join(root, path);
  const file = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!fstatSync(file).isFile()) throw new UnsafePathError(path, 'it is no file');
    if (!openedPath(file, place).startsWith(root + sep))
      throw new UnsafePathError(path, 'it leads out of the folder');
    return readUpTo(file, maxBytes) ?? tooLarge(place, maxBytes);
  } finally {
    closeSync(file);
  }
}

/** Where what was opened really is. Only Linux tells it of what is open; elsewhere the path is asked once more. */
function openedPath(file: number, place: string): string {
  return process.platform === 'linux' ? readlinkSync(`/proc/self/fd/${file}`) : realpathSync(place);
}

/** Undefined when there is more. Its size is not believed: it may grow while it is read. */
function readUpTo(file: number, maxBytes: number): string | undefined {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const chunk = Buffer.alloc(
      Math.min(1024 * 1024, fstatSync(file).size - bytes + 1 || 1, maxBytes - bytes + 1),
    );
    const count = readSync(file, chunk);
    if (count === 0) return Buffer.concat(chunks).toString('utf8');
    bytes += count;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk.subarray(0, count));
  }
}

function tooLarge(place: string, maxBytes: number): never {
  throw new TreeTooLargeError(place, `${maxBytes} bytes`);
}
