import type { FileTree } from '@millwright/factory';

/** What fixers of systems know besides the system itself. */
export interface HealingSubject {
  /** The system as the generators make it from its blueprint. */
  readonly generated: FileTree;
  /** False for files with edits of a person, which no fixer may put back. */
  readonly mayRestore: (path: string) => boolean;
}
