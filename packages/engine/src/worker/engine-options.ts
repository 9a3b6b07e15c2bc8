import type { Pipeline } from '../definition/pipeline.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from './clock.ts';
import type { Ids } from './ids.ts';
import type { ResourceOptions } from './resource.ts';

interface BaseOptions<Services> {
  readonly store: Store;
  /** The pipelines this engine can start and continue. */
  readonly pipelines: readonly Pipeline<unknown, Services, unknown>[];
  readonly clock?: Clock;
  readonly ids?: Ids;
  /** Named limits and circuit breakers, shared by all runs of this process; see `uses` of a stage. */
  readonly resources?: Readonly<Record<string, ResourceOptions>>;
  /** Told of runs that cannot be taken up by `recover` or `work`; they stay as they are, for a person to look at. */
  readonly onProblem?: (runId: string, error: unknown) => void;
  /** How large the cache of results may grow before the least recently used go. 512 MiB when absent. */
  readonly cacheLimitBytes?: number;
  /** How many attempts may run at once in this process. 64 when absent. */
  readonly concurrency?: number;
  /** How long other processes wait for a sign of life before they take this one's runs. 10,000 ms when absent. */
  readonly leaseMs?: number;
  /** How long stage code may take to heed its AbortSignal before it is given up on. 5,000 ms when absent. */
  readonly graceMs?: number;
}

export type EngineOptions<Services> = BaseOptions<Services> & ServicesOption<Services>;

/** Services may be left out only when no pipeline asks for any. */
type ServicesOption<Services> = unknown extends Services
  ? { readonly services?: Services }
  : { readonly services: Services };

export interface StartOptions {
  /** An id of the caller's choosing, so that starting twice starts once: the second time throws RunExistsError. */
  readonly runId?: string;
  /** Free text to find the run by. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface ResumeOptions {
  /** Go on although the pipeline's definition has changed since. */
  readonly acceptChanges?: boolean;
  /** Gives another chance to this stage's failed work only. */
  readonly stage?: string;
}

export interface ForkOptions {
  /** The first stage to run again; it and all that depend on it lose their results. */
  readonly from: string;
  /** The input from here on. The other run's when absent. */
  readonly input?: unknown;
  readonly runId?: string;
  /** The other run's when absent. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface AnswerOptions {
  /** Who answers, for the record. */
  readonly by?: string;
}
