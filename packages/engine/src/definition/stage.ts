import type { DecisionContext, Done, Fallen, ItemContext, RoundContext, StageContext } from './context.ts';
import type { Pipeline } from './pipeline.ts';
import type { RetryOptions } from './retry-policy.ts';
import type { Schema } from './schema.ts';
import type { StageDefinition } from './stage-definition.ts';

declare const output: unique symbol;

/** A handle on a stage: what other stages name in their `needs`. It carries the type of the stage's output. */
export interface Stage<Output = unknown> {
  readonly name: string;
  readonly definition: StageDefinition;
  readonly [output]?: Output;
}

export type Needs = Readonly<Record<string, Stage<unknown>>>;
export type StageOutput<S> = S extends Stage<infer Output> ? Output : never;
export type NeedsOutputs<N extends Needs> = { readonly [Name in keyof N]: StageOutput<N[Name]> };

export type Awaitable<T> = T | Promise<T>;

/** What every kind of stage may declare. */
export interface StageOptions<Input, N extends Needs> {
  /** Stages whose outputs this one sees. It starts when all of them have settled. */
  readonly needs?: N;
  /** Change it when the stage's code gives another result for the same inputs. Part of the fingerprint. */
  readonly version?: string;
  /** Decides, once the needs are there, whether the stage runs. Skipped, its output is undefined. */
  readonly when?: (context: DecisionContext<Input, NeedsOutputs<N>>) => Awaitable<boolean>;
  /** Of work that could start, the highest goes first. 0 when absent. */
  readonly priority?: number;
}

/** What the kinds that run code of their own may declare. `Context` is what that code gets. */
export interface WorkOptions<Context, Result, Output> {
  readonly run: (context: Context) => Awaitable<Result>;
  /** No retry when absent. */
  readonly retry?: RetryOptions;
  /** Longest time for one attempt in milliseconds. Unlimited when absent. */
  readonly timeoutMs?: number;
  /** Named resources of the engine that each attempt takes a share of. */
  readonly uses?: readonly string[];
  /** Gives a lesser result when the last attempt has failed. The run goes on and is marked as degraded. */
  readonly fallback?: (context: Context & Fallen) => Awaitable<NoInfer<Result>>;
  /** Undoes the work when the run fails or is cancelled later. Retried like `run`; must be idempotent. */
  readonly compensate?: (context: Context & Done<NoInfer<Output>>) => Awaitable<void>;
}

/** Reuses an earlier run's result. */
export interface CacheOption<Context> {
  /**
   * `true`: when stage, version and everything it sees are the same. With `key`: when the value it returns is;
   * that must hold all that the result depends on.
   */
  readonly cache?: true | { readonly key: (context: Context) => unknown };
}

export type RunStageOptions<Input, Services, N extends Needs, Result, Output = Result> = StageOptions<
  Input,
  N
> &
  WorkOptions<StageContext<Input, NeedsOutputs<N>, Services>, Result, Output> &
  CacheOption<DecisionContext<Input, NeedsOutputs<N>>>;

export type MapStageOptions<Input, Services, N extends Needs, Item, Result, Output = Result> = StageOptions<
  Input,
  N
> &
  MapOnly<Input, N, Item> &
  WorkOptions<ItemContext<Input, NeedsOutputs<N>, Services, Item>, Result, Output> &
  CacheOption<DecisionContext<Input, NeedsOutputs<N>> & { readonly item: Item }>;

interface MapOnly<Input, N extends Needs, Item> {
  /** The items, computed once from the needs; one piece of work each. */
  readonly over: (context: DecisionContext<Input, NeedsOutputs<N>>) => Awaitable<readonly Item[]>;
  /** A name for each item, unique within the map. The item's index when absent. */
  readonly key?: (item: Item, index: number) => string;
  /** How many items of this map may run at once. Unlimited when absent; the engine's own limit holds anyway. */
  readonly limit?: number;
}

export type LoopStageOptions<Input, Services, N extends Needs, Result> = StageOptions<Input, N> &
  WorkOptions<
    RoundContext<Input, NeedsOutputs<N>, Services, NoInfer<Result>>,
    NoInfer<Result>,
    NoInfer<Result>
  > &
  LoopOnly<Input, N, Result>;

interface LoopOnly<Input, N extends Needs, Result> {
  /** What the first round finds in `previous`. Its type is the loop's. */
  readonly initial: (context: DecisionContext<Input, NeedsOutputs<N>>) => Awaitable<Result>;
  /** Whether the loop is done after a round with this result. */
  readonly until: (result: NoInfer<Result>, round: number) => Awaitable<boolean>;
  /** The loop ends after this many rounds, done or not: its output is the last result. */
  readonly maxRounds: number;
}

export interface CallStageOptions<Input, Services, N extends Needs, In, Output>
  extends StageOptions<Input, N> {
  /** The pipeline to run, as a run of its own. Its failure is this stage's failure. */
  readonly pipeline: Pipeline<In, Services, Output>;
  readonly input: (context: DecisionContext<Input, NeedsOutputs<N>>) => Awaitable<NoInfer<In>>;
  /**
   * Undoes what the called run did when this run fails or is cancelled later: a run that has succeeded stays as it is,
   * its own compensations included. Must be idempotent.
   */
  readonly compensate?: (
    context: StageContext<Input, NeedsOutputs<N>, Services> & Done<NoInfer<Output>>,
  ) => Awaitable<void>;
  /** How often a called run that pauses is resumed, and a compensation that fails is tried again. Not when absent. */
  readonly retry?: RetryOptions;
}

export interface ApprovalStageOptions<Input, N extends Needs, S extends Schema>
  extends StageOptions<Input, N> {
  /** What the person who answers has to know. */
  readonly prompt: (context: DecisionContext<Input, NeedsOutputs<N>>) => Awaitable<unknown>;
  /** What an answer has to look like. It is the stage's output. */
  readonly answer: S;
  /** Longest time to wait for the answer in milliseconds. Unlimited when absent. */
  readonly timeoutMs?: number;
}

export interface SleepStageOptions<Input, N extends Needs> extends StageOptions<Input, N> {
  /** How long to wait, in milliseconds. The waiting survives the process. */
  readonly forMs: number | ((context: DecisionContext<Input, NeedsOutputs<N>>) => Awaitable<number>);
}
