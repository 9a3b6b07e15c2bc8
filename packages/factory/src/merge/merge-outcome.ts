import type { MergeConflict } from './merge-conflict.ts';

/**
 * What became of one file of the base or of the newly generated tree.
 * - `unchanged`: nothing to do. `updated`: only the generator changed it. `added`: it is new. `deleted`: no longer generated.
 * - `kept`: only the person changed it. `merged`: both did, in different places.
 * - `left-out`: the person deleted it, so it stays away.
 * - `conflict`: both changed it, and not everything fits together. The person's file stands; see `why`.
 */
export type MergeKind =
  | 'unchanged'
  | 'updated'
  | 'kept'
  | 'merged'
  | 'added'
  | 'deleted'
  | 'left-out'
  | 'conflict';

export interface MergeOutcome {
  /** Where the file is after the merge. */
  readonly path: string;
  readonly kind: MergeKind;
  /** The path it was generated at, when the person has given it another name since. */
  readonly renamedFrom?: string;
  /** Where the newly generated file lies for comparison, when it could not be merged whole. */
  readonly copy?: string;
  readonly conflicts?: readonly MergeConflict[];
  /** Why the file is in conflict, in plain words. */
  readonly why?: string;
}
