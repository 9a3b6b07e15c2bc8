import { CheckPlanError } from '../errors.ts';
import type { Check } from './check.ts';
import type { CheckResult } from './finding.ts';
import { runCheck } from './run-check.ts';

export interface CheckOutcome {
  readonly result: CheckResult;
  /** What the check wrote to its log. */
  readonly log: string;
}

export type CheckEvent =
  | { readonly kind: 'check-started'; readonly tier: number; readonly name: string }
  | { readonly kind: 'check-finished'; readonly result: CheckResult };

export interface RunChecksOptions {
  /** How many run at a time. */
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: CheckEvent) => void) | undefined;
}

/**
 * Runs checks side by side, each as soon as what it needs has passed. A check whose needs did not pass is skipped and
 * says why; all others run, whatever failed. Outcomes come in the order of the checks.
 * @throws CheckPlanError before anything runs; the signal's reason when aborted, once running checks were told.
 */
export async function runChecks<Context>(
  checks: readonly Check<Context>[],
  context: Context,
  options: RunChecksOptions,
): Promise<readonly CheckOutcome[]> {
  assertRunnable(checks);
  options.signal?.throwIfAborted();
  const run = new CheckRun(checks, context, options);
  while (run.startWhatCan()) await run.untilOneEnds();
  options.signal?.throwIfAborted();
  return checks.flatMap((check) => run.outcomes.get(check.name) ?? []);
}

class CheckRun<Context> {
  readonly outcomes = new Map<string, CheckOutcome>();
  readonly #waiting: Set<Check<Context>>;
  readonly #running = new Set<Promise<void>>();
  readonly #context: Context;
  readonly #options: RunChecksOptions;

  constructor(checks: readonly Check<Context>[], context: Context, options: RunChecksOptions) {
    this.#waiting = new Set(checks);
    this.#context = context;
    this.#options = options;
  }

  /** False when nothing is running and nothing will. */
  startWhatCan(): boolean {
    if (this.#options.signal?.aborted) return this.#running.size > 0;
    for (const check of this.#waiting) {
      const readiness = judge(check, this.outcomes);
      if (readiness === 'wait') continue;
      if (readiness !== 'run') this.#finish(check, skipped(check, readiness.why));
      else if (this.#running.size < this.#options.concurrency) this.#start(check);
    }
    return this.#running.size > 0 || this.#waiting.size > 0;
  }

  async untilOneEnds(): Promise<void> {
    if (this.#running.size > 0) await Promise.race(this.#running);
  }

  #start(check: Check<Context>): void {
    this.#waiting.delete(check);
    this.#options.onEvent?.({ kind: 'check-started', tier: check.tier, name: check.name });
    const task: Promise<void> = runCheck(check, this.#context, this.#options.signal)
      .then((outcome) => this.#finish(check, outcome))
      .finally(() => this.#running.delete(task));
    this.#running.add(task);
  }

  #finish(check: Check<Context>, outcome: CheckOutcome): void {
    this.#waiting.delete(check);
    this.outcomes.set(check.name, outcome);
    this.#options.onEvent?.({ kind: 'check-finished', result: outcome.result });
  }
}

function judge(
  check: Check<never>,
  outcomes: ReadonlyMap<string, CheckOutcome>,
): 'run' | 'wait' | { readonly why: string } {
  for (const need of check.needs) {
    const result = outcomes.get(need)?.result;
    if (!result) return 'wait';
    if (result.status !== 'passed') return { why: `it needs ${need}, which ${verb[result.status]}` };
  }
  return 'run';
}

const verb = { failed: 'failed', skipped: 'was skipped' } as const;

function skipped(check: Check<never>, why: string): CheckOutcome {
  return {
    result: { tier: check.tier, name: check.name, status: 'skipped', findings: [], ms: 0, why },
    log: '',
  };
}

function assertRunnable(checks: readonly Check<never>[]): void {
  const byName = new Map(checks.map((check) => [check.name, check]));
  if (byName.size < checks.length) throw new CheckPlanError('two of them have the same name');
  const settled = new Set<string>();
  const visit = (check: Check<never>, path: readonly string[]): void => {
    if (settled.has(check.name)) return;
    if (path.includes(check.name)) {
      throw new CheckPlanError(`${[...path, check.name].join(' needs ')}, which is a circle`);
    }
    for (const need of check.needs) {
      const needed = byName.get(need);
      if (!needed) throw new CheckPlanError(`${check.name} needs ${need}, which is not among them`);
      visit(needed, [...path, check.name]);
    }
    settled.add(check.name);
  };
  for (const check of checks) visit(check, []);
}
