import type { DecisionContext, Done, Fallen, ItemContext, RoundContext } from './context.ts';
import type { AnyPipeline } from './pipeline.ts';
import type { RetryPolicy } from './retry-policy.ts';
import type { Schema } from './schema.ts';
import type { Awaitable } from './stage.ts';

/** A stage as the engine holds it: types erased, defaults filled in. */
export type StageDefinition = StageBase &
  (RunKind | MapKind | LoopKind | CallKind | ApprovalKind | SleepKind);

export type StageKind = StageDefinition['kind'];

export interface StageBase {
  readonly name: string;
  /** Name under which the stage sees the output → name of the stage it comes from. */
  readonly needs: Readonly<Record<string, string>>;
  readonly version: string;
  readonly when: ((context: DecisionContext) => Awaitable<boolean>) | undefined;
  readonly priority: number;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number | undefined;
  readonly uses: readonly string[];
}

/** What stage code of any kind gets: the parts that do not apply are empty. */
export type WorkContext = ItemContext & RoundContext;

type Compensate = (context: WorkContext & Done<unknown>) => unknown;

/** The kinds that run code of their own. */
export interface Work {
  readonly run: (context: WorkContext) => unknown;
  readonly output: Schema | undefined;
  readonly fallback: ((context: WorkContext & Fallen) => unknown) | undefined;
  readonly compensate: Compensate | undefined;
  readonly cacheKey: ((context: DecisionContext & { readonly item: unknown }) => unknown) | undefined;
}

interface RunKind extends Work {
  readonly kind: 'run';
}

interface MapKind extends Work {
  readonly kind: 'map';
  readonly over: (context: DecisionContext) => Awaitable<readonly unknown[]>;
  readonly key: ((item: unknown, index: number) => string) | undefined;
  readonly limit: number;
}

interface LoopKind extends Work {
  readonly kind: 'loop';
  readonly initial: (context: DecisionContext) => unknown;
  readonly until: (result: unknown, round: number) => Awaitable<boolean>;
  readonly maxRounds: number;
}

interface CallKind {
  readonly kind: 'call';
  readonly pipeline: AnyPipeline;
  readonly input: (context: DecisionContext) => unknown;
  readonly compensate: Compensate | undefined;
}

interface ApprovalKind {
  readonly kind: 'approval';
  readonly prompt: (context: DecisionContext) => unknown;
  readonly answer: Schema;
}

interface SleepKind {
  readonly kind: 'sleep';
  readonly forMs: (context: DecisionContext) => Awaitable<number>;
}

/** The part of a stage that runs code of its own, if it is of such a kind. */
export function workOf(stage: StageDefinition): Work | undefined {
  return 'run' in stage ? stage : undefined;
}

/** How what a stage did is undone, if it declares how. */
export function compensationOf(stage: StageDefinition): Compensate | undefined {
  return 'compensate' in stage ? stage.compensate : undefined;
}
