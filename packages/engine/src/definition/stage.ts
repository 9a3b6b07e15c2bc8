import type { DecisionContext, ItemContext, StageContext } from './context.ts';
import type { RetryOptions, RetryPolicy } from './retry-policy.ts';
import type { Schema } from './schema.ts';

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
  readonly retry?: RetryOptions;
  /** Longest time for one attempt in milliseconds. Unlimited when absent. */
  readonly timeoutMs?: number;
}

export interface RunStageOptions<Input, Services, N extends Needs, Result> extends StageOptions<Input, N> {
  readonly run: (context: StageContext<Input, NeedsOutputs<N>, Services>) => Awaitable<Result>;
}

export interface MapStageOptions<Input, Services, N extends Needs, Item, Result>
  extends StageOptions<Input, N> {
  /** The items, computed once from the needs; one piece of work each. */
  readonly over: (context: DecisionContext<Input, NeedsOutputs<N>>) => Awaitable<readonly Item[]>;
  /** A name for each item, unique within the map. The item's index when absent. */
  readonly key?: (item: Item, index: number) => string;
  /** How many items of this map may run at once. Unlimited when absent; the engine's own limit holds anyway. */
  readonly limit?: number;
  readonly run: (context: ItemContext<Input, NeedsOutputs<N>, Services, Item>) => Awaitable<Result>;
}

/** A stage as the engine holds it: types erased, defaults filled in. */
export interface StageDefinition {
  readonly kind: StageKind;
  readonly name: string;
  /** Name under which the stage sees the output → name of the stage it comes from. */
  readonly needs: Readonly<Record<string, string>>;
  readonly version: string;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number | undefined;
  readonly limit: number;
  readonly output: Schema | undefined;
  readonly when: ((context: DecisionContext) => Awaitable<boolean>) | undefined;
  readonly over: ((context: DecisionContext) => Awaitable<readonly unknown[]>) | undefined;
  readonly key: ((item: unknown, index: number) => string) | undefined;
  readonly run: (context: ItemContext) => unknown;
}

export type StageKind = 'run' | 'map';
