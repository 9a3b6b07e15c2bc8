import type { Finding, Tier } from './finding.ts';

export interface CheckTools {
  /** Aborted when the run is aborted or the check's time is up. */
  readonly signal: AbortSignal;
  /** Appends to the raw log of the check. */
  readonly log: (text: string) => void;
}

/** True, or why the check does not apply. */
export type Applicability = true | { readonly why: string };

export interface Check<Context> {
  /** Unique among the checks of a run; the name of its log. Kebab-case. */
  readonly name: string;
  readonly tier: Tier;
  /** Names of checks without whose success this one makes no sense. */
  readonly needs: readonly string[];
  /** Infinity for a check that limits itself. */
  readonly timeoutMs: number;
  appliesTo(context: Context): Applicability;
  run(context: Context, tools: CheckTools): Promise<readonly Finding[]> | readonly Finding[];
}

export type CheckDefinition<Context> = Pick<Check<Context>, 'name' | 'tier' | 'run'> &
  Partial<Pick<Check<Context>, 'needs' | 'timeoutMs' | 'appliesTo'>>;

const defaultTimeoutMs = 60_000;

/** Declares a check. It applies to everything, needs nothing and has a minute, unless it says otherwise. */
export function defineCheck<Context>(definition: CheckDefinition<Context>): Check<Context> {
  return { needs: [], timeoutMs: defaultTimeoutMs, appliesTo: () => true, ...definition };
}
