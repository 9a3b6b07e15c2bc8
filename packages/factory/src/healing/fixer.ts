import type { FileTree } from '../file-tree/file-tree.ts';
import type { Attempt } from './attempt.ts';
import type { Failure } from './failure.ts';

export interface FixContext<Subject> {
  /** The product as it is; a fixer returns another tree and leaves this one alone. */
  readonly tree: FileTree;
  /** What the product was made from: the model, tools, whatever the pack gives its fixers. */
  readonly subject: Subject;
  /** What was tried before, with what became of it. */
  readonly earlier: readonly Attempt[];
  /** Says something of this attempt to those who read its event. */
  readonly note: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Repairs failures of a kind. Deterministic, unless it says otherwise. */
export interface Fixer<Subject> {
  /** Unique in a factory, kebab-case, with the pack's name in front: `system/format`. */
  readonly name: string;
  /** Part of what is remembered of attempts: a new version may try again. */
  readonly version: string;
  readonly description: string;
  /** How often it may attack the same failure. 1 when left out: more is for those that learn from `earlier`. */
  readonly tries?: number;
  /** Whether it may help; looks at the failure alone. */
  fixes(failure: Failure): boolean;
  /** The repaired tree, or a plain list of the files that change; undefined, or the tree it was given, when it can do nothing. */
  fix(
    failures: readonly Failure[],
    context: FixContext<Subject>,
  ): FileTree | undefined | Promise<FileTree | undefined>;
}

/** Declares a fixer. */
export function defineFixer<Subject>(fixer: Fixer<Subject>): Fixer<Subject> {
  return Object.freeze(fixer);
}
