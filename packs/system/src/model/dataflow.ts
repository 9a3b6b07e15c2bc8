import type { OperationAccess } from './access.ts';
import type { Expression } from '../expression/expression.ts';
import type { Listened } from './feed.ts';
import type { Field, FieldType } from './field.ts';
import type { Assignment, HttpBinding, Operation } from './operation.ts';

/** A type of the blueprint whose values travel through bindings. */
export type MessageType = Extract<FieldType, { kind: 'object' }> & { readonly name: string };

/** A part of the system that works on messages. The names of expressions are said at each of them. */
export type DataflowComponent =
  | SourceComponent
  | TransformerComponent
  | FilterComponent
  | RouterComponent
  | AggregatorComponent
  | StreamProcessorComponent
  | ModelComponent
  | SinkComponent
  | LiveFeedComponent;

/** Expressions know `path` or `topic`, and the clock. */
export interface SourceComponent {
  readonly kind: 'Source';
  readonly name: string;
  readonly summary: string;
  readonly of: MessageType;
  readonly entrance: Entrance;
  /** What the system puts into each message. */
  readonly set: readonly Assignment[];
  /** How many accepted messages may wait. */
  readonly backlog: number;
}

export type Entrance =
  /** `body` are the fields that clients send. */
  | {
      readonly kind: 'http';
      readonly http: HttpBinding;
      readonly body: readonly Field[];
      /** Who may send. */
      readonly access?: OperationAccess;
    }
  /** `subject` may have wildcards: `readings.*`, `readings.>`. */
  | { readonly kind: 'topic'; readonly subject: string; readonly body: readonly Field[] }
  | { readonly kind: 'schedule'; readonly everyMs: number };

/** Expressions know `message`. */
export interface TransformerComponent {
  readonly kind: 'Transformer';
  readonly name: string;
  readonly of: MessageType;
  readonly to: MessageType;
  readonly set: readonly Assignment[];
}

/** Expressions know `message`. */
export interface FilterComponent {
  readonly kind: 'Filter';
  readonly name: string;
  readonly of: MessageType;
  readonly keep: Expression;
}

/** Expressions know `message`. The first route whose condition holds is taken. */
export interface RouterComponent {
  readonly kind: 'Router';
  readonly name: string;
  readonly of: MessageType;
  readonly routes: readonly { readonly name: string; readonly when: Expression }[];
}

/** `set` knows `messages`, `key`, `start` and `end`; `by` and `time` know `message`. */
export interface AggregatorComponent {
  readonly kind: 'Aggregator';
  readonly name: string;
  readonly of: MessageType;
  readonly to: MessageType;
  readonly window: Window;
  readonly time?: { readonly of: Expression; readonly latenessMs: number; readonly idleMs?: number };
  readonly by?: Expression;
  readonly set: readonly Assignment[];
}

export type Window =
  | { readonly kind: 'tumbling'; readonly sizeMs: number }
  | { readonly kind: 'sliding'; readonly sizeMs: number; readonly everyMs: number }
  | { readonly kind: 'session'; readonly gapMs: number }
  | { readonly kind: 'count'; readonly size: number };

/** `next` knows `message`, `key` and `state`; `when` and `set` also `previous`, and `state` is the next one there. */
export interface StreamProcessorComponent {
  readonly kind: 'StreamProcessor';
  readonly name: string;
  readonly of: MessageType;
  readonly to: MessageType;
  readonly by?: Expression;
  /** Each with a default, or optional: the state of a key that has none yet. */
  readonly state: readonly Field[];
  readonly next: readonly Assignment[];
  readonly when?: Expression;
  readonly set: readonly Assignment[];
}

/** `body` and `fallback` know `message`, `set` also `answer`. */
export interface ModelComponent {
  readonly kind: 'Model';
  readonly name: string;
  readonly of: MessageType;
  readonly to: MessageType;
  readonly url: Address;
  readonly body?: readonly Assignment[];
  readonly answer: readonly Field[];
  readonly set: readonly Assignment[];
  readonly fallback?: readonly Assignment[];
  readonly timeoutMs: number;
  readonly retries: Retries;
  readonly breaker: { readonly failures: number; readonly pauseMs: number };
  readonly concurrency: number;
}

export interface Retries {
  readonly attempts: number;
  readonly backoffMs: number;
}

/** An address, or the setting that holds it. */
export type Address = { readonly kind: 'url'; readonly url: string } | SettingReference;

export interface SettingReference {
  readonly kind: 'setting';
  readonly setting: string;
}

export interface SinkComponent {
  readonly kind: 'Sink';
  readonly name: string;
  readonly of: MessageType;
  readonly target: SinkTarget;
}

export type SinkTarget =
  | { readonly kind: 'log'; readonly level: 'debug' | 'info' | 'warn' | 'error' }
  | { readonly kind: 'topic'; readonly subject: string }
  /** One line of JSON for each message. */
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'webhook';
      readonly url: Address;
      readonly secret?: SettingReference;
      readonly timeoutMs: number;
      readonly retries: Retries;
      readonly concurrency: number;
    }
  /** Steps that run as one transaction; their expressions know `message`. Nothing calls it over HTTP. */
  | { readonly kind: 'records'; readonly operation: Operation };

/** A stream of messages over HTTP. */
export interface LiveFeedComponent extends Listened {
  readonly kind: 'LiveFeed';
  readonly of: MessageType;
  /** The name of the events. */
  readonly event?: string;
  /** How many messages are kept for clients that come back. */
  readonly keep: number;
}

const dataflowKinds: ReadonlySet<string> = new Set([
  'Source',
  'Transformer',
  'Filter',
  'Router',
  'Aggregator',
  'StreamProcessor',
  'Model',
  'Sink',
  'LiveFeed',
]);

export function isDataflow(component: { readonly kind: string }): component is DataflowComponent {
  return dataflowKinds.has(component.kind);
}
