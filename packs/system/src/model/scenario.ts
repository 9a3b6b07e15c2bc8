import type { FeedProtocol } from './feed.ts';

/** An acceptance scenario: requests over real HTTP, in order, each with what must come back. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** Ids of the statements it proves. */
  readonly proves: readonly string[];
  readonly steps: readonly ScenarioStep[];
  /** True when it must start from a system without data; others may share a running system. */
  readonly isIsolated?: boolean;
  /** The instant at which the clock stands when it begins; where time passes and nothing is said, that of the test. */
  readonly clock?: string;
}

/** A value in a request or an expectation; text may hold `${name}` for a value saved earlier, and `${today}` for the date (UTC). */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export type ScenarioStep =
  | {
      readonly kind: 'request';
      readonly method: string;
      /** With the prefix, with `${name}` for saved values: `/tasks/${task}/complete`. */
      readonly path: string;
      readonly body?: JsonValue;
      readonly headers?: Readonly<Record<string, string>>;
      readonly expect: Expectation;
      /** Variable name → dotted path into the answer's body (`id`, `items.0.id`). */
      readonly save?: Readonly<Record<string, string>>;
      /** The request is sent again until the answer is as expected, for so many milliseconds at most. */
      readonly eventuallyMs?: number;
    }
  /** Requests that are sent all at once. */
  | {
      readonly kind: 'parallel';
      readonly requests: readonly ParallelRequest[];
      /** For all answers together. */
      readonly expect?: AnswerCounts;
    }
  /** Moves the clock, which stands still from the start of the scenario on, and does what became due. */
  | { readonly kind: 'advance'; readonly ms: number }
  /** Each of these bindings has carried a message, or does so soon: `readings.out->plausible.in`. */
  | { readonly kind: 'carried'; readonly bindings: readonly string[] }
  /** Listens to a feed from its first event on, until these have come, one after the other, others between them or not. */
  | {
      readonly kind: 'listen';
      /** In each of these ways. */
      readonly protocols: readonly FeedProtocol[];
      readonly path: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly expect: readonly HeardEvent[];
    }
  /** Stops the system with SIGKILL and starts it again on the same data. */
  | { readonly kind: 'restart' }
  /** The configuration the system has when its environment sets nothing. */
  | { readonly kind: 'configuration'; readonly expect: Readonly<Record<string, JsonValue>> };

/** What is expected of an event: its name, and keys of its data. */
export interface HeardEvent {
  readonly event?: string;
  readonly data?: JsonValue;
}

/** `${n}` in its texts is the number of the request among those of its kind, from 1. */
export interface ParallelRequest {
  readonly times: number;
  readonly method: string;
  readonly path: string;
  readonly body?: JsonValue;
  readonly headers?: Readonly<Record<string, string>>;
  /** For the answers to these requests alone. */
  readonly expect?: AnswerCounts;
}

/** Status → how many answers have it. */
export type AnswerCounts = Readonly<Record<string, number>>;

export interface Expectation {
  readonly status: number;
  /** Every key named here must be in the answer with this value; other keys are free. Lists match item by item. */
  readonly body?: JsonValue;
  /** For list answers: how many items, or items that must (not) be among them. */
  readonly count?: number;
  readonly includes?: JsonValue;
  readonly excludes?: JsonValue;
  /** For list answers: items that must be among them, one after the other, others between them or not. */
  readonly inOrder?: readonly JsonValue[];
  readonly headers?: Readonly<Record<string, string>>;
}
