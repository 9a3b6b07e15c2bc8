import { type Attempt, diffTrees, FileTree, type Fixer, formatTree, heal } from '@millwright/factory';
import type { Proof } from '../proof/prove-system.ts';
import type { HealingSubject } from './healing-subject.ts';
import { assertProofIsKept } from './protect-proof.ts';

export interface HealSystemOptions {
  /** The system as it failed. */
  readonly tree: FileTree;
  readonly proof: Proof;
  readonly subject: HealingSubject;
  readonly fixers: readonly Fixer<HealingSubject>[];
  /** Proves a tree: with one check and what that needs, or with all. */
  readonly prove: (tree: FileTree, only?: string) => Promise<Proof>;
  readonly maxAttempts?: number;
  readonly signal: AbortSignal;
  readonly onAttempt?: (attempt: Attempt) => void;
}

export interface HealedSystem {
  /** `unhealed`: failures remain; `tree` is the best that was reached. */
  readonly status: 'healed' | 'unhealed';
  readonly tree: FileTree;
  /** The proof of `tree`. */
  readonly proof: Proof;
  readonly attempts: readonly Attempt[];
}

/** Repairs a system that did not pass its proof; every attempt is proven in full. */
export async function healSystem(options: HealSystemOptions): Promise<HealedSystem> {
  const { tree, proof, subject, fixers, prove, maxAttempts, signal, onAttempt } = options;
  const proofs = new Map([[proof.checks, proof]]);
  const healing = await heal({
    tree,
    results: proof.checks,
    subject,
    fixers: fixers.map(guarded),
    check: async (changed, only) => {
      const next = await prove(changed, only);
      proofs.set(next.checks, next);
      return next.checks;
    },
    ...(maxAttempts !== undefined && { maxAttempts }),
    signal,
    ...(onAttempt && { onAttempt }),
  });
  const { status, attempts } = healing;
  return { status, tree: healing.tree, proof: proofs.get(healing.results) ?? proof, attempts };
}

/** What a fixer changes is formatted before it is judged, and refused where it takes from what proves the system. */
function guarded(fixer: Fixer<HealingSubject>): Fixer<HealingSubject> {
  return {
    ...fixer,
    fix: async (failures, context) => {
      const { tree, subject, signal } = context;
      const fixed = await fixer.fix(failures, context);
      const after = fixed && (await formatChanges(tree, fixed, signal));
      if (after) assertProofIsKept(failures, { before: tree, after, generated: subject.generated });
      return after;
    },
  };
}

/** What was not changed keeps the form that a person gave it. */
async function formatChanges(before: FileTree, after: FileTree, signal: AbortSignal): Promise<FileTree> {
  const changed = new Set(diffTrees(before, after).map(({ path }) => path));
  if (changed.size === 0) return after;
  const isNeeded = (path: string) => changed.has(path) || path === 'biome.json';
  const some = FileTree.from(after.files().filter(({ path }) => isNeeded(path)));
  const { tree } = await formatTree(some, undefined, signal);
  return FileTree.from(
    after.files().map((file) => (changed.has(file.path) ? (tree.get(file.path) ?? file) : file)),
  );
}
