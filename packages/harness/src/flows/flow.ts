import type { OutgoingRequest } from './outgoing-request.ts';

export type Awaitable<T> = T | Promise<T>;

/** The variables of a run, by name; JSON. */
export type FlowState = Readonly<Record<string, unknown>>;

/** How often and how soon a block that failed is tried again. */
export interface RetryRule {
  /** Tries in all. */
  readonly attempts: number;
  /** After the first failure; doubles with each further one, up to an hour. */
  readonly backoffMs: number;
}

/**
 * A piece of a flow that is done as a whole. What is saved with it: the variables it adds, and that it is done. `State` is
 * not checked here, because every block reads variables of its own.
 */
export type FlowBlock<Tables> = {
  readonly name: string;
  /** What takes the block back when a later one fails for good. */
  readonly undo?: readonly FlowBlock<Tables>[];
} & (
  | {
      readonly kind: 'transaction';
      /** Returns the variables it adds, if any. */
      readonly run: (tables: Tables, state: never) => Awaitable<FlowState | void>;
    }
  | {
      readonly kind: 'call';
      /** Prepares the request; reads only. */
      readonly run: (tables: Tables, state: never) => Awaitable<OutgoingRequest>;
      /** The header that carries the key of the request, the same in every try; `Idempotency-Key` by default. */
      readonly identity?: string;
      /** The variable of the answer's body, and the check that gives it its type. */
      readonly answer?: { readonly as: string; readonly read: (body: unknown) => unknown };
    }
  | {
      readonly kind: 'wait';
      /** How long, in milliseconds. */
      readonly run: (tables: Tables, state: never) => Awaitable<number>;
    }
);

/** What happens, block by block, and what happens when a block fails for good. */
export interface FlowDefinition<Tables> {
  readonly name: string;
  readonly retry: RetryRule;
  readonly blocks: readonly FlowBlock<Tables>[];
  /** After everything was taken back. These blocks read the variable `failure`. */
  readonly failed?: readonly FlowBlock<Tables>[];
  /** When the flow starts by itself. */
  readonly schedule?: Schedule;
}

/** A rule for instants in time (UTC). */
export interface Schedule {
  /** As written; a schedule whose text has changed starts anew. */
  readonly text: string;
  /** The first instant after `after`; `previous` is the last one, if there was any. Milliseconds. */
  next(after: number, previous: number | undefined): number;
}

/** What must be done to take back a run that failed at a block, the last thing first. */
export function compensationOf<Tables>(
  { blocks, failed = [] }: FlowDefinition<Tables>,
  failedAt: number,
): readonly FlowBlock<Tables>[] {
  const undone = blocks
    .slice(0, failedAt)
    .toReversed()
    .flatMap(({ undo = [] }) => undo);
  return [...undone, ...failed];
}
