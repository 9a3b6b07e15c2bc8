import type { CheckResult } from '../check/finding.ts';
import { diffTrees } from '../file-tree/diff-trees.ts';
import type { FileTree } from '../file-tree/file-tree.ts';
import { unifiedDiff } from '../merge/unified-diff.ts';
import type { Attempt } from './attempt.ts';
import { type Failure, failuresOf } from './failure.ts';
import type { Fixer } from './fixer.ts';

export interface HealOptions<Subject> {
  readonly tree: FileTree;
  /** Results of the checks of `tree`. */
  readonly results: readonly CheckResult[];
  readonly subject: Subject;
  /** In the order they are tried: the cheap and certain first, a model last. */
  readonly fixers: readonly Fixer<Subject>[];
  /** Checks a changed tree. */
  readonly check: (tree: FileTree) => Promise<readonly CheckResult[]>;
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
    await this.#judge(fixer, failures, { fixed, diff: unifiedDiff(changes) });
  }

  async #judge(
    fixer: Fixer<Subject>,
    failures: readonly Failure[],
    { fixed, diff }: { readonly fixed: FileTree; readonly diff: string },
  ): Promise<void> {
    this.#checked += 1;
    const results = await this.#options.check(fixed);
    const after = failuresOf(results);
    const why = objection(this.#results, this.#failures, after);
    const outcome = why === undefined ? 'accepted' : 'rejected';
    this.#tell(fixer, failures, { outcome, diff, after: after.length, ...(why !== undefined && { why }) });
    if (why !== undefined) return;
    this.#tree = fixed;
    this.#results = results;
    this.#failures = after;
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

/** Why a change must not be kept; undefined when it may. What a check finds that could not run before is no step back. */
function objection(
  results: readonly CheckResult[],
  before: readonly Failure[],
  after: readonly Failure[],
): string | undefined {
  const hadRun = new Set(results.filter(({ status }) => status !== 'skipped').map(({ name }) => name));
  const comparable = after.filter(({ check }) => hadRun.has(check));
  if (comparable.length >= before.length) {
    return `it leaves ${comparable.length} failures where there were ${before.length}`;
  }
  const known = new Set(before.map(({ fingerprint }) => fingerprint));
  const added = comparable.find(({ fingerprint }) => !known.has(fingerprint));
  return added && `it brings a failure that was not there: ${added.check}: ${added.finding.message}`;
}
