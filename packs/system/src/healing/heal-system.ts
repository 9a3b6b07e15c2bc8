import { type Attempt, type FileTree, type Fixer, formatTree, heal } from '@millwright/factory';
import type { Proof } from '../proof/prove-system.ts';
import type { HealingSubject } from './healing-subject.ts';

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
    fixers: fixers.map(formatted),
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

/** What a fixer changes is formatted before it is judged. */
function formatted(fixer: Fixer<HealingSubject>): Fixer<HealingSubject> {
  return {
    ...fixer,
    fix: async (failures, context) => {
      const fixed = await fixer.fix(failures, context);
      return fixed && (await formatTree(fixed, undefined, context.signal)).tree;
    },
  };
}
