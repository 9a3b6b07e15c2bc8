import { createHash } from 'node:crypto';
import type { CheckResult } from '../check/finding.ts';
import { diffTrees } from '../file-tree/diff-trees.ts';
import type { FileTree } from '../file-tree/file-tree.ts';
import { unifiedDiff } from '../merge/unified-diff.ts';
import type { Attempt } from './attempt.ts';
import { type Failure, failuresOf } from './failure.ts';
import type { Fixer } from './fixer.ts';
import { objection, uselessness } from './judge-change.ts';

export interface HealOptions<Subject> {
  readonly tree: FileTree;
  /** Results of the checks of `tree`. */
  readonly results: readonly CheckResult[];
  readonly subject: Subject;
  /** In the order they are tried: the cheap and certain first, a model last. */
  readonly fixers: readonly Fixer<Subject>[];
  /** Checks a changed tree: with the one check of this name and what that needs, or with all. */
  readonly check: (tree: FileTree, only?: string) => Promise<readonly CheckResult[]>;
  /** Attempts at most that are checked. 12 when left out. */
  readonly maxAttempts?: number;
  readonly signal: AbortSignal;
  readonly onAttempt?: (attempt: Attempt) => void;
}

export interface Healing {
  /** `unhealed`: failures remain. The tree is the best that was reached: no check finds more in it than it found in `tree`. */
  readonly status: 'healed' | 'unhealed';
  readonly tree: FileTree;
  readonly results: readonly CheckResult[];
  readonly attempts: readonly Attempt[];
  readonly remaining: readonly Failure[];
}

const standardAttempts = 12;

/**
 * Lets fixers repair what checks found, one at a time, and keeps only what makes things better. The same fixer never
 * attacks the same failure twice.
 */
export async function heal<Subject>(options: HealOptions<Subject>): Promise<Healing> {
  const run = new HealingRun(options);
  while (await run.next()) {
    // Each turn is one attempt.
  }
  return run.healing();
}

class HealingRun<Subject> {
  readonly #options: HealOptions<Subject>;
  readonly #attempts: Attempt[] = [];
  /** `fixer@version fingerprint` of what was attacked already. */
  readonly #attacked = new Set<string>();
  /** Digests of the trees that were checked: none is checked twice. */
  readonly #judged = new Set<string>();
  #checked = 0;
  #tree: FileTree;
  #results: readonly CheckResult[];
  #failures: readonly Failure[];

  constructor(options: HealOptions<Subject>) {
    this.#options = options;
    this.#tree = options.tree;
    this.#results = options.results;
    this.#failures = failuresOf(options.results);
  }

  healing(): Healing {
    const remaining = this.#failures;
    const status = remaining.length === 0 ? 'healed' : 'unhealed';
    return { status, tree: this.#tree, results: this.#results, attempts: this.#attempts, remaining };
  }

  /** Makes one attempt; false when there is nothing left to repair or to try. */
  async next(): Promise<boolean> {
    const { fixers, maxAttempts = standardAttempts, signal } = this.#options;
    signal.throwIfAborted();
    if (this.#failures.length === 0 || this.#checked >= maxAttempts) return false;
    for (const fixer of fixers) {
      const failures = this.#failures.filter(
        (failure) => !this.#attacked.has(keyOf(fixer, failure)) && fixer.fixes(failure),
      );
      if (failures.length === 0) continue;
      for (const failure of failures) this.#attacked.add(keyOf(fixer, failure));
      await this.#attempt(fixer, failures);
      return true;
    }
    return false;
  }

  async #attempt(fixer: Fixer<Subject>, failures: readonly Failure[]): Promise<void> {
    const { subject, signal } = this.#options;
    let fixed: FileTree | undefined;
    try {
      fixed = await fixer.fix(failures, { tree: this.#tree, subject, signal });
    } catch (error) {
      signal.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      this.#tell(fixer, failures, { outcome: 'broken', diff: '', after: this.#failures.length, why });
      return;
    }
    const changes = fixed === undefined ? [] : diffTrees(this.#tree, fixed);
    if (fixed === undefined || changes.length === 0) {
      this.#tell(fixer, failures, { outcome: 'nothing', diff: '', after: this.#failures.length });
      return;
    }
    const diff = unifiedDiff(changes);
    if (this.#judged.has(digestOf(fixed))) {
      const why = 'it makes what was tried already';
      this.#tell(fixer, failures, { outcome: 'rejected', diff, after: this.#failures.length, why });
      return;
    }
    this.#judged.add(digestOf(fixed));
    await this.#judge(fixer, failures, { fixed, diff });
  }

  async #judge(
    fixer: Fixer<Subject>,
    failures: readonly Failure[],
    { fixed, diff }: { readonly fixed: FileTree; readonly diff: string },
  ): Promise<void> {
    this.#checked += 1;
    const before = { results: this.#results, failures: this.#failures };
    const useless = await this.#screen(failures, fixed);
    const results = useless === undefined ? await this.#options.check(fixed) : this.#results;
    const after = failuresOf(results);
    const why = useless ?? objection(before, after);
    const outcome = why === undefined ? 'accepted' : 'rejected';
    this.#tell(fixer, failures, { outcome, diff, after: after.length, ...(why !== undefined && { why }) });
    if (why !== undefined) return;
    this.#tree = fixed;
    this.#results = results;
    this.#failures = after;
  }

  /** What the quickest of the checks that failed says of a change: most that are of no use need not be checked in full. */
  async #screen(failures: readonly Failure[], fixed: FileTree): Promise<string | undefined> {
    if (this.#results.length === 1) return undefined;
    const attacked = new Set(failures.map(({ check }) => check));
    const quickest = this.#results
      .filter(({ name }) => attacked.has(name))
      .reduce((least, each) => (each.ms < least.ms ? each : least));
    const results = await this.#options.check(fixed, quickest.name);
    return uselessness(quickest.name, { failures, known: this.#failures }, failuresOf(results));
  }

  #tell(
    fixer: Fixer<Subject>,
    failures: readonly Failure[],
    told: Pick<Attempt, 'outcome' | 'diff' | 'after' | 'why'>,
  ): void {
    const attempt: Attempt = {
      number: this.#attempts.length + 1,
      fixer: fixer.name,
      failures: failures.map(({ fingerprint }) => fingerprint),
      before: this.#failures.length,
      ...told,
    };
    this.#attempts.push(attempt);
    this.#options.onAttempt?.(attempt);
  }
}

function keyOf({ name, version }: Fixer<never>, { fingerprint }: Failure): string {
  return `${name}@${version} ${fingerprint}`;
}

function digestOf(tree: FileTree): string {
  return createHash('sha256').update(JSON.stringify(tree)).digest('hex');
}
