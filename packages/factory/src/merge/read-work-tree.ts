import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PathCollisionError, UnsafePathError } from '../errors.ts';
import { FileTree } from '../file-tree/file-tree.ts';
import { conflictFolder } from './merge-trees.ts';
import { extension } from './find-renames.ts';

export interface WorkTree {
  /** The files asked for, and those that could be one of them under a new name. */
  readonly tree: FileTree;
  /** Paths taken by what is no text file in UTF-8 of at most 4 MiB. */
  readonly opaque: ReadonlySet<string>;
}

const mostBytes = 4 * 1024 * 1024;
const notRead = new Set(['node_modules', '.git', 'coverage']);

/**
 * Reads from a person's folder what a merge needs and no more, however much else lies there.
 * @param paths of files that were or are to be generated
 */
export async function readWorkTree(folder: string, paths: ReadonlySet<string>): Promise<WorkTree> {
  const found = await listFiles(folder);
  const missing = [...paths].filter((path) => !found.has(path));
  const extensions = new Set(missing.map(extension));
  const isWanted = (path: string) => paths.has(path) || path.startsWith(`${conflictFolder}/`);
  const mayBeRenamed = (path: string) =>
    missing.length > 0 && extensions.has(extension(path)) && !path.startsWith('.millwright');
  const tree = new FileTree();
  const opaque = new Set<string>();
  for (const [path, isFile] of found) {
    if (!isWanted(path) && !mayBeRenamed(path)) continue;
    if (!isFile || !(await readInto(tree, folder, path))) opaque.add(path);
  }
  return { tree, opaque };
}

/** Every path below a folder, and whether a plain file is there. Links are not followed. */
async function listFiles(folder: string): Promise<ReadonlyMap<string, boolean>> {
  const found = new Map<string, boolean>();
  const walk = async (parent: string): Promise<void> => {
    const entries = await readdir(join(folder, parent), { withFileTypes: true });
    for (const entry of entries) {
      if (notRead.has(entry.name)) continue;
      const path = parent === '' ? entry.name : `${parent}/${entry.name}`;
      if (path === 'evidence') continue;
      found.set(path, entry.isFile());
      if (entry.isDirectory()) await walk(path);
    }
  };
  await walk('');
  return found;
}

async function readInto(tree: FileTree, folder: string, path: string): Promise<boolean> {
  const place = join(folder, path);
  const { size, mode } = await lstat(place);
  if (size > mostBytes) return false;
  try {
    const content = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(place));
    if (content.includes('\0')) return false;
    tree.write(path, content, { isExecutable: (mode & 0o100) !== 0 });
    return true;
  } catch (error) {
    // Bytes that are no UTF-8, or a name that cannot be in a tree.
    if (
      error instanceof TypeError ||
      error instanceof PathCollisionError ||
      error instanceof UnsafePathError
    ) {
      return false;
    }
    throw error;
  }
}
