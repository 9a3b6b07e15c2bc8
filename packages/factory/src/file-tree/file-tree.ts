import { FileConflictError } from '../errors.ts';
import { PathCollisions } from './path-collisions.ts';
import { safePath } from './safe-path.ts';

export interface GeneratedFile {
  /** Relative to the tree's root, with forward slashes. */
  readonly path: string;
  readonly content: string;
  readonly isExecutable?: boolean;
}

/**
 * Files in memory. Generators write here and never to disk; paths that could leave the root, or that could not exist side
 * by side on every platform, are refused.
 */
export class FileTree {
  readonly #files = new Map<string, GeneratedFile>();
  readonly #collisions = new PathCollisions();

  static from(files: Iterable<GeneratedFile>): FileTree {
    const tree = new FileTree();
    for (const file of files) tree.add(file);
    return tree;
  }

  get size(): number {
    return this.#files.size;
  }

  /** @throws UnsafePathError, PathCollisionError, FileConflictError when the path already holds other content. */
  write(path: string, content: string, options: { isExecutable?: boolean } = {}): this {
    return this.add({ path, content, ...(options.isExecutable ? { isExecutable: true } : {}) });
  }

  /** Half a surrogate pair in the content, which no file can hold, becomes U+FFFD. */
  add(file: GeneratedFile): this {
    const path = safePath(file.path);
    const content = file.content.toWellFormed();
    const present = this.#files.get(path);
    if (present && !isSame(present, { ...file, content })) throw new FileConflictError(path);
    if (!present) this.#collisions.add(path);
    this.#files.set(path, { path, content, ...(file.isExecutable ? { isExecutable: true } : {}) });
    return this;
  }

  merge(other: FileTree): this {
    for (const file of other.files()) this.add(file);
    return this;
  }

  get(path: string): GeneratedFile | undefined {
    return this.#files.get(path);
  }

  /** Sorted by path, so that the same files always come in the same order. */
  files(): readonly GeneratedFile[] {
    return [...this.#files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }

  toJSON(): readonly GeneratedFile[] {
    return this.files();
  }
}

function isSame(a: GeneratedFile, b: GeneratedFile): boolean {
  return a.content === b.content && Boolean(a.isExecutable) === Boolean(b.isExecutable);
}
