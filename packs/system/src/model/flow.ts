import type { Expression, ValueType } from '../expression/expression.ts';
import type { Field } from './field.ts';
import type { HttpMethod, Step } from './operation.ts';

/** What the system does by itself: when something has happened, or at certain times. Each run is a durable job. */
export interface Flow {
  /** camelCase. */
  readonly name: string;
  readonly trigger: FlowTrigger;
  readonly blocks: readonly FlowBlock[];
  /** What is done once a run has failed for good and what it did was undone. */
  readonly failed: readonly FlowBlock[];
  readonly retry: FlowRetry;
}

export interface FlowRetry {
  /** Tries of each block in all. */
  readonly attempts: number;
  /** After the first failure; doubles with each further one. */
  readonly backoffMs: number;
}

export type FlowTrigger =
  | {
      readonly kind: 'event';
      readonly event: string;
      /** A condition on `event`. */
      readonly when?: Expression;
      /** How long after the event, a duration; or at which instant. */
      readonly after?: Expression;
      readonly at?: Expression;
    }
  | { readonly kind: 'every'; readonly ms: number }
  /** Five fields, UTC. */
  | { readonly kind: 'cron'; readonly rule: string };

/** A variable that a block declares. */
export interface BlockVariable {
  readonly name: string;
  readonly type: ValueType;
}

/** A piece of a flow that is done as a whole and noted as done together with what it writes. */
export type FlowBlock = {
  /** camelCase, unique in its flow. */
  readonly name: string;
  readonly undo: readonly FlowBlock[];
} & (
  | {
      readonly kind: 'transaction';
      readonly steps: readonly Step[];
      readonly variables: readonly BlockVariable[];
    }
  | ({ readonly kind: 'call' } & HttpCall)
  | { readonly kind: 'wait'; readonly duration: Expression }
);

/** A request to another system. */
export interface HttpCall {
  readonly method: HttpMethod;
  readonly url: UrlTemplate;
  readonly headers: readonly NamedValue[];
  readonly body?: Expression;
  readonly timeoutMs?: number;
  readonly signature?: OutgoingSignature;
  /** The variable of the answer, and the fields it must have. */
  readonly answer?: { readonly as: string; readonly fields: readonly Field[] };
}

/** Literal text and values in turn; values after the first part are escaped. */
export type UrlTemplate = readonly (string | Expression)[];

export interface NamedValue {
  readonly name: string;
  readonly value: Expression;
}

/** How a body is signed with HMAC-SHA256. */
export interface SignatureScheme {
  readonly header: string;
  /** `hex`: the digits alone; `sha256`: `sha256=…`; `timestamped`: `t=…,v1=…`, over the time, a point, and the body. */
  readonly scheme: 'hex' | 'sha256' | 'timestamped';
  /** Carries the time, which is then signed with the body, of the first two schemes. */
  readonly timestampHeader?: string;
  readonly toleranceMs?: number;
}

export interface OutgoingSignature extends SignatureScheme {
  readonly secret: Expression;
}

/** How the requests to an operation must be signed. */
export interface IncomingSignature {
  readonly rule: SignatureScheme;
  /** The value of the configuration that is the secret. */
  readonly setting: string;
}
