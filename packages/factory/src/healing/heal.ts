import { createHash } from 'node:crypto';
import type { CheckResult } from '../check/finding.ts';
import { diffTrees } from '../file-tree/diff-trees.ts';
import type { FileTree } from '../file-tree/file-tree.ts';
import { unifiedDiff } from '../merge/unified-diff.ts';
import type { Attempt } from './attempt.ts';
import { type Attack, keyOf, partsOf } from './attack.ts';
import { type Failure, failuresOf } from './failure.ts';
import type { Fixer } from './fixer.ts';
import { effectOn, objection } from './judge-change.ts';

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
/** What takes longer is asked together with all other checks. */
const quickMs = 3_000;

/**
 * Lets fixers repair what checks found, one at a time, and keeps only what makes things better. The same fixer never
 * attacks the same failures twice, unless it learns from its attempts and says how often it may; what was of no use for several
 * together may be tried for some of them.
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
  /** How often each failure was attacked by each fixer, by `fixer@version fingerprint`. */
  readonly #attacks = new Map<string, number>();
  /** Digests of the trees that were checked: none is checked twice. */
  readonly #judged = new Set<string>();
  /** Of attacks that were of no use as a whole: what one failure needs may have spoiled what others do. */
  readonly #parts: Attack<Subject>[] = [];
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
    const part = this.#parts.shift();
    if (part) {
      const known = new Set(this.#failures.map(({ fingerprint }) => fingerprint));
      const failures = part.failures.filter(({ fingerprint }) => known.has(fingerprint));
      if (failures.length > 0) await this.#attempt({ ...part, failures });
      return true;
    }
    for (const fixer of fixers) {
      const failures = this.#failures.filter(
        (failure) => this.#attacksOf(fixer, failure) < (fixer.tries ?? 1) && fixer.fixes(failure),
      );
      if (failures.length === 0) continue;
      const keys = new Set(failures.map((failure) => keyOf(fixer, failure)));
      for (const key of keys) this.#attacks.set(key, (this.#attacks.get(key) ?? 0) + 1);
      await this.#attempt({ fixer, failures, notes: [], isPart: false });
      return true;
    }
    return false;
  }

  #attacksOf(fixer: Fixer<Subject>, failure: Failure): number {
    return this.#attacks.get(keyOf(fixer, failure)) ?? 0;
  }

  async #attempt(attack: Attack<Subject>): Promise<void> {
    const { subject, signal } = this.#options;
    const { fixer, failures, notes } = attack;
    const context = {
      tree: this.#tree,
      subject,
      earlier: this.#attempts,
      note: (text: string) => void notes.push(text),
      signal,
    };
    let fixed: FileTree | undefined;
    try {
      fixed = await fixer.fix(failures, context);
    } catch (error) {
      signal.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      this.#tell(attack, { outcome: 'broken', ...unchanged, after: this.#failures.length, why });
      return;
    }
    const changes = fixed === undefined ? [] : diffTrees(this.#tree, fixed);
    if (fixed === undefined || changes.length === 0) {
      this.#tell(attack, { outcome: 'nothing', ...unchanged, after: this.#failures.length });
      return;
    }
    const changed = { files: changes.map(({ path }) => path), diff: unifiedDiff(changes) };
    const digest = createHash('sha256').update(JSON.stringify(fixed)).digest('hex');
    if (this.#judged.has(digest)) {
      const why = 'it makes what was tried already';
      this.#tell(attack, { outcome: 'nothing', ...changed, after: this.#failures.length, why });
      return;
    }
    this.#judged.add(digest);
    await this.#judge(attack, fixed, changed);
  }

  async #judge(
    attack: Attack<Subject>,
    fixed: FileTree,
    changed: Pick<Attempt, 'files' | 'diff'>,
  ): Promise<void> {
    this.#checked += 1;
    const before = { results: this.#results, failures: this.#failures };
    const useless = await this.#screen(attack.failures, fixed);
    const results = useless === undefined ? await this.#options.check(fixed) : this.#results;
    const after = failuresOf(results);
    const why = useless ?? objection(before, after);
    const outcome = why === undefined ? 'accepted' : 'rejected';
    this.#tell(attack, { outcome, ...changed, after: after.length, ...(why !== undefined && { why }) });
    if (why !== undefined) {
      this.#parts.push(...partsOf(attack));
      return;
    }
    this.#tree = fixed;
    this.#results = results;
    this.#failures = after;
  }

  /**
   * Why a change is of no use, as far as the quick ones of the checks that failed can tell: until one of them finds less, or finds
   * what was not there. Most changes that are of no use need not be checked in full.
   */
  async #screen(failures: readonly Failure[], fixed: FileTree): Promise<string | undefined> {
    if (this.#results.length === 1) return undefined;
    const attacked = new Set(failures.map(({ check }) => check));
    const failed = this.#results.filter(({ name }) => attacked.has(name));
    const quick = failed.filter(({ ms }) => ms < quickMs);
    for (const { name } of quick.toSorted((a, b) => a.ms - b.ms)) {
      const after = failuresOf(await this.#options.check(fixed, name));
      const { isUseful, why } = effectOn(name, this.#failures, after);
      if (isUseful || why !== undefined) return why;
    }
    return quick.length < failed.length ? undefined : `${[...attacked].join(', ')}: the same as before`;
  }

  #tell(
    { fixer, failures, notes }: Attack<Subject>,
    told: Pick<Attempt, 'outcome' | 'files' | 'diff' | 'after' | 'why'>,
  ): void {
    const attempt: Attempt = {
      number: this.#attempts.length + 1,
      fixer: fixer.name,
      failures: failures.map(({ fingerprint }) => fingerprint),
      before: this.#failures.length,
      ...told,
      ...(notes.length > 0 && { note: notes.join(' ') }),
    };
    this.#attempts.push(attempt);
    this.#options.onAttempt?.(attempt);
  }
}

const unchanged = { files: [], diff: '' };
