import type { Failure } from '../journal/failure.ts';

/** What a running stage is told and may do. Everything in it is derived from the journal or passed to the engine. */
export interface StageContext<Input = unknown, Needs = unknown, Services = unknown> {
  /** The run's input. Shared and deeply frozen. */
  readonly input: Input;
  /** The outputs of exactly the stages named in `needs`. Shared and deeply frozen. */
  readonly needs: Needs;
  /** What the engine was given for this pipeline: stores, clients, sandboxes. Never written to the journal. */
  readonly services: Services;
  readonly runId: string;
  readonly stage: string;
  /** Counts from 1 over the life of the run, across retries, crashes and resumes. */
  readonly attempt: number;
  /** The same for every attempt at this piece of work: pass it to outside systems so that an effect counts once. */
  readonly idempotencyKey: string;
  /** Aborted on cancel, on timeout and when the engine closes; its `reason` is the error that says why. */
  readonly signal: AbortSignal;
  /** Records how far the work is. Fire and forget: it never slows the stage. */
  readonly progress: (progress: Progress) => void;
  /** Records a line in the journal. Never pass a secret. */
  readonly log: (level: LogLevel, message: string, data?: unknown) => void;
}

export interface ItemContext<Input = unknown, Needs = unknown, Services = unknown, Item = unknown>
  extends StageContext<Input, Needs, Services> {
  readonly item: Item;
  /** The item's key, unique within the map. */
  readonly key: string;
  readonly index: number;
}

export interface RoundContext<Input = unknown, Needs = unknown, Services = unknown, Result = unknown>
  extends StageContext<Input, Needs, Services> {
  /** Counts from 1. */
  readonly round: number;
  /** The result of the round before; in the first, the loop's `initial`. */
  readonly previous: Result;
}

/** The part of the context that decisions (`when`, `over`, `input`) may use: data only, so that they stay pure. */
export interface DecisionContext<Input = unknown, Needs = unknown> {
  readonly input: Input;
  readonly needs: Needs;
}

/** What a fallback gets: everything its stage gets, and why it is needed. */
export interface Fallen {
  readonly failure: Failure;
}

/** What a compensation gets: everything its stage got, and what the stage gave. */
export interface Done<Output> {
  readonly output: Output;
}

export interface Progress {
  readonly done: number;
  readonly total?: number;
  readonly message?: string;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
