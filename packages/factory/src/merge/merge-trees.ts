import { PathCollisionError } from '../errors.ts';
import { FileTree, type GeneratedFile } from '../file-tree/file-tree.ts';
import { findRenames } from './find-renames.ts';
import { mergeFile } from './merge-file.ts';
import type { MergeOutcome } from './merge-outcome.ts';

export interface MergeTreesOptions {
  /** Paths that are taken in the person's folder by what no tree can hold: binary files, huge files, links, folders. */
  readonly opaque?: ReadonlySet<string>;
}

export interface MergedTree {
  /** The person's files with the changes in them, and under `conflicts/` what could not be merged whole. */
  readonly tree: FileTree;
  /** One for each file of the base and of the generated tree that is, or was, or is to be there; sorted by path. */
  readonly outcomes: readonly MergeOutcome[];
}

/** Where newly generated files lie that could not be merged whole, at their own paths. */
export const conflictFolder = '.millwright/conflicts';

/**
 * Merges what is generated now into what a person made of what was generated last. Pure.
 *
 * 1. Files that were never generated are not touched.
 * 2. A line the person wrote is in the merged file. Where the generator wants something else there, their line stands, the place
 *    is a conflict, and the generated file lies whole under `.millwright/conflicts`.
 * 3. A file the person deleted stays away; one they renamed is merged under its new name.
 * 4. Without edits the result is exactly the generated tree.
 */
export function mergeTrees(
  base: FileTree,
  theirs: FileTree,
  generated: FileTree,
  options: MergeTreesOptions = {},
): MergedTree {
  const merge = new TreeMerge(base, theirs, generated, options.opaque ?? new Set());
  return merge.run();
}

class TreeMerge {
  readonly #base: FileTree;
  readonly #theirs: FileTree;
  readonly #generated: FileTree;
  readonly #opaque: ReadonlySet<string>;
  readonly #files = new FileTree();
  readonly #outcomes: MergeOutcome[] = [];
  readonly #copies: Map<string, GeneratedFile>;

  constructor(base: FileTree, theirs: FileTree, generated: FileTree, opaque: ReadonlySet<string>) {
    this.#base = base;
    this.#theirs = theirs;
    this.#generated = generated;
    this.#opaque = opaque;
    this.#copies = new Map(
      theirs
        .files()
        .filter(isCopy)
        .map((file) => [file.path, file]),
    );
  }

  run(): MergedTree {
    const renames = this.#renames();
    const managed = [...new Set([...this.#base.files(), ...this.#generated.files()].map(({ path }) => path))];
    const theirPaths = new Set(managed.map((path) => renames.get(path) ?? path));
    for (const file of this.#theirs.files()) {
      if (!theirPaths.has(file.path) && !isCopy(file)) this.#files.add(file);
    }
    // What stands already comes before what is new: where a new file collides with one of theirs, it is the new one that yields.
    const isNew = (path: string) => !this.#theirs.get(renames.get(path) ?? path);
    for (const path of [...managed.filter((path) => !isNew(path)), ...managed.filter(isNew)]) {
      this.#mergePath(path, renames.get(path));
    }
    for (const copy of this.#copies.values()) this.#files.add(copy);
    return { tree: this.#files, outcomes: this.#outcomes.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
  }

  /** A file that is generated at the new name as well is that one. */
  #renames(): ReadonlyMap<string, string> {
    const readable = FileTree.from(this.#base.files().filter(({ path }) => !this.#opaque.has(path)));
    const own = this.#theirs
      .files()
      .filter((file) => !isCopy(file))
      .filter(({ path }) => this.#base.get(path) !== undefined || !this.#generated.get(path));
    return findRenames(readable, FileTree.from(own));
  }

  #mergePath(path: string, renamedTo: string | undefined): void {
    const generated = this.#generated.get(path);
    if (this.#opaque.has(path)) return this.#keepOpaque(path, generated);
    const { file, outcome } = mergeFile({
      base: this.#base.get(path),
      theirs: this.#theirs.get(renamedTo ?? path),
      generated,
    });
    if (!file && outcome.kind === 'unchanged') return;
    const place = renamedTo ?? path;
    const renamed = renamedTo === undefined ? {} : { renamedFrom: path };
    if (file && !this.#add(file)) {
      const why = 'a file of yours stands in the way';
      return this.#tell({ path: place, ...renamed, kind: 'conflict', why }, generated);
    }
    this.#tell({ path: place, ...renamed, ...outcome }, generated);
  }

  #keepOpaque(path: string, generated: GeneratedFile | undefined): void {
    const base = this.#base.get(path);
    const isSettled = base && generated && base.content === generated.content;
    if (isSettled) return this.#tell({ path, kind: 'kept' }, generated);
    const why = 'what you put there is not a text file that can be merged';
    this.#tell({ path, kind: 'conflict', why }, generated);
  }

  #tell(outcome: MergeOutcome, generated: GeneratedFile | undefined): void {
    const copy = `${conflictFolder}/${outcome.path}`;
    // They have become the same: there is nothing left to compare.
    if (outcome.kind === 'unchanged') this.#copies.delete(copy);
    if (outcome.kind !== 'conflict' || !generated) return void this.#outcomes.push(outcome);
    this.#copies.set(copy, { ...generated, path: copy });
    this.#outcomes.push({ ...outcome, copy });
  }

  #add(file: GeneratedFile): boolean {
    try {
      this.#files.add(file);
      return true;
    } catch (error) {
      if (error instanceof PathCollisionError) return false;
      throw error;
    }
  }
}

const isCopy = ({ path }: GeneratedFile): boolean => path.startsWith(`${conflictFolder}/`);
