import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PathCollisionError, TreeTooLargeError, UnsafePathError } from '../errors.ts';
import { FileTree } from './file-tree.ts';
import { safePath } from './safe-path.ts';

export interface ReadTreeOptions {
  /** Names of files and folders that are passed over wherever they are. */
  readonly ignore?: readonly string[];
  readonly maxFiles?: number;
  readonly maxBytes?: number;
}

export interface ReadTree {
  readonly tree: FileTree;
  /** What is in the folder but cannot be in a tree, with the reason. */
  readonly skipped: readonly { readonly path: string; readonly why: string }[];
}

const standardIgnore = ['node_modules', '.git'];
const standardMaxFiles = 20_000;
const standardMaxBytes = 64 * 1024 * 1024;

/**
 * Reads the text files of a folder. Links are not followed, and what is not UTF-8 text is passed over.
 * @throws TreeTooLargeError when the folder exceeds the limits.
 */
export async function readTree(folder: string, options: ReadTreeOptions = {}): Promise<ReadTree> {
  const ignore = new Set(options.ignore ?? standardIgnore);
  const maxFiles = options.maxFiles ?? standardMaxFiles;
  const maxBytes = options.maxBytes ?? standardMaxBytes;
  const tree = new FileTree();
  const skipped: { path: string; why: string }[] = [];
  let bytes = 0;

  const readOne = async (path: string): Promise<void> => {
    // Should the file have become a link since the folder was listed, opening it fails.
    await using file = await open(join(folder, path), constants.O_RDONLY | constants.O_NOFOLLOW);
    const { size, mode } = await file.stat();
    bytes += size;
    if (bytes > maxBytes) throw new TreeTooLargeError(folder, `${maxBytes} bytes`);
    if (tree.size >= maxFiles) throw new TreeTooLargeError(folder, `${maxFiles} files`);
    const content = decode(await file.readFile());
    if (content === undefined) return void skipped.push({ path, why: 'it is not text in UTF-8' });
    try {
      tree.write(path, content, { isExecutable: (mode & 0o100) !== 0 });
    } catch (error) {
      if (!(error instanceof PathCollisionError)) throw error;
      skipped.push({ path, why: error.message });
    }
  };
  const walk = async (parent: string): Promise<void> => {
    const entries = await readdir(join(folder, parent), { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (ignore.has(entry.name)) continue;
      const path = parent === '' ? entry.name : `${parent}/${entry.name}`;
      const why = reasonToSkip(path, entry);
      if (why) skipped.push({ path, why });
      else if (entry.isDirectory()) await walk(path);
      else await readOne(path);
    }
  };
  await walk('');
  return { tree, skipped };
}

function reasonToSkip(
  path: string,
  entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean },
): string | undefined {
  if (entry.isSymbolicLink()) return 'it is a symbolic link';
  if (!entry.isFile() && !entry.isDirectory()) return 'it is neither a file nor a folder';
  try {
    safePath(path);
    return undefined;
  } catch (error) {
    if (error instanceof UnsafePathError) return error.message;
    throw error;
  }
}

function decode(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
