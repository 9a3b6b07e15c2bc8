import type { SortKey } from './sort-key.ts';
import type { Expression } from '../expression/expression.ts';
import type { OperationAccess, Rate } from './access.ts';
import type { FlowRetry, IncomingSignature, NamedValue, OutgoingSignature } from './flow.ts';
import type { Field } from './field.ts';
import type { FileLimits } from './stored-file.ts';

/** A body that is known as `input` once the record is loaded that it changes. */
export interface PatchRule {
  readonly variable: string;
  readonly entity: string;
  readonly accepts: readonly PatchFormat[];
}

/** Records of which `?fields=id,title` picks fields: the body itself, or a list in a member of it. */
export interface Selection {
  readonly entity: string;
  readonly of: 'record' | 'list';
  readonly inside?: string;
  /** The names that may be asked for. */
  readonly fields: readonly string[];
}

export type PatchFormat = 'json' | 'merge-patch' | 'json-patch';

/**
 * One operation is one transaction: what it required still holds when it writes. Standard operations, actions of
 * state machines and operations a person wrote all end in this one form.
 *
 * Names an expression may use: `input` (the body), `path`, `query` and `headers` (parameters), `now` (the instant of the
 * transaction), and every variable that an earlier step declared with `as`.
 */
export interface Operation {
  /** camelCase: `completeTask`. */
  readonly name: string;
  /** One sentence in the imperative: "Mark a task as completed". */
  readonly summary: string;
  readonly origin: 'standard' | 'action' | 'written';
  /** Ids of the statements that ask for it. */
  readonly answers: readonly string[];
  /** The entity whose controller runs it: the one it creates, changes, lists or loads first. */
  readonly entity: string;
  readonly http: HttpBinding;
  /** The JSON body; empty when the operation takes none. */
  readonly input: readonly Field[];
  /** The body is a list: the value of the one field of `input`, and itself what expressions call `input`. */
  readonly isListInput?: true;
  /** The body is a file; `input` is then what is known of it once it has arrived. */
  readonly upload?: FileLimits;
  /** True when every field of the body may be left out and only those present are written (PATCH). */
  readonly isPartial: boolean;
  /** Parameters of the path that have a type: all others are text, as ids are. */
  readonly path?: readonly Field[];
  readonly query: readonly Field[];
  /** Headers, by their names in expressions: see `headerName`. */
  readonly headers?: readonly Field[];
  readonly steps: readonly Step[];
  readonly answer: Answer;
  /** Whom it is open to; everybody when absent. */
  readonly access?: OperationAccess;
  readonly rate?: Rate;
  /** What proves who sent the body; looked at before anything else. */
  readonly signature?: IncomingSignature;
  /** Requests may carry a key, and those with the same are carried out once. */
  readonly idempotency?: Idempotency;
  /** How a body says what it changes of a record, where the fields that change are not all it may be. */
  readonly patch?: PatchRule;
  /** Which parts of what is answered a client may ask for. */
  readonly selection?: Selection;
  /** The record whose version an `If-Match` header must name, checked as soon as it is loaded. */
  readonly precondition?: Precondition;
}

export interface Idempotency {
  /** Whether a request without a key is refused. */
  readonly isRequired: boolean;
  /** The internal entity that keeps the answers. */
  readonly entity: string;
}

export interface Precondition {
  /** The variable of the step that loads it. */
  readonly variable: string;
  /** Whether a request without the header is refused. */
  readonly isRequired: boolean;
}

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface HttpBinding {
  readonly method: HttpMethod;
  /** `['tasks', { parameter: 'task' }, 'complete']` for `/tasks/{task}/complete`; the configured prefix is not part of it. */
  readonly path: readonly PathSegment[];
}

export type PathSegment = string | { readonly parameter: string };

export type Step =
  /** Reads one record; its absence ends the operation with `missing`. */
  | {
      readonly kind: 'load';
      readonly entity: string;
      readonly as: string;
      readonly by: LoadKey;
      /** Deleted records that are kept are found too. */
      readonly isKept?: true;
      readonly missing: Refusal;
    }
  /** Reads one record, or null when there is none. */
  | { readonly kind: 'find'; readonly entity: string; readonly as: string; readonly by: LoadKey }
  /** Reads records into a list variable: the page the query asks for, or all of them. */
  | {
      readonly kind: 'list';
      readonly entity: string;
      readonly as: string;
      /** Each name is a field; the query parameter of that name, when given, must equal it. */
      readonly filters: readonly ListFilter[];
      /** A further condition on each record, which is the variable `record` in it. */
      readonly where?: Expression;
      /** What the query parameter `q` searches; `where` has its condition already. */
      readonly search?: ListSearch;
      /** A page begins after a record (query parameter `cursor`), not at a number (`offset`). */
      readonly paging?: 'cursor';
      readonly sortable: readonly string[];
      readonly defaultSort: readonly SortKey[];
      readonly limit: { readonly standard: number; readonly maximum: number };
      /**
       * All records that meet `where`, in the default order: the list is not answered but worked with, and what it holds must
       * not depend on the query. `filters` and `sortable` are empty, and `limit` has no meaning.
       */
      readonly isWhole?: true;
      /** How many records a whole list has at most. */
      readonly atMost?: Expression;
    }
  /** Counts the records that meet a condition; the variable is an integer. */
  | { readonly kind: 'count'; readonly entity: string; readonly as: string; readonly where?: Expression }
  | { readonly kind: 'require'; readonly condition: Expression; readonly otherwise: Refusal }
  | { readonly kind: 'compute'; readonly as: string; readonly value: Expression }
  | {
      readonly kind: 'create';
      readonly entity: string;
      readonly as: string;
      /** Copies the fields of the input that the entity has, before `set`. */
      readonly fromInput: boolean;
      readonly set: readonly Assignment[];
    }
  /** Changes a loaded or created record; the variable holds the new version afterwards. */
  | {
      readonly kind: 'update';
      readonly entity: string;
      readonly target: string;
      readonly fromInput: boolean;
      readonly set: readonly Assignment[];
    }
  /** Updates the record whose `key` fields match, or creates it from `key` and `set`. `${as}Created` is not a variable; the answer status tells. */
  | {
      readonly kind: 'upsert';
      readonly entity: string;
      readonly as: string;
      readonly key: readonly Assignment[];
      readonly set: readonly Assignment[];
    }
  /** Adds to a numeric field; the bounds of the field hold, and breaking one ends the operation with `otherwise`. */
  | {
      readonly kind: 'increment';
      readonly entity: string;
      readonly target: string;
      readonly field: string;
      readonly by: Expression;
      readonly otherwise: Refusal;
    }
  | { readonly kind: 'delete'; readonly entity: string; readonly target: string }
  /** Ids in the input must lead to records, which may be seen where `condition` holds for this `record`. */
  | {
      readonly kind: 'refer';
      readonly entity: string;
      readonly value: Expression;
      readonly condition?: Expression;
      /** The field of the input. */
      readonly field: string;
      readonly message: string;
    }
  /** Announces a fact once the transaction has committed. */
  | { readonly kind: 'emit'; readonly event: string; readonly payload: readonly Assignment[] }
  /** Enqueues a webhook in the same transaction; it is delivered afterwards, at least once. */
  | {
      readonly kind: 'send';
      readonly to: Expression;
      readonly body: Expression;
      readonly event?: string;
      readonly headers: readonly NamedValue[];
      readonly signature?: OutgoingSignature;
      readonly retry: FlowRetry;
    }
  /** Variables that a branch declares are known in it alone. */
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly whenTrue: readonly Step[];
      readonly whenFalse: readonly Step[];
    }
  /** The steps for every item of a list. `collect` gathers a value of each round into a list. */
  | {
      readonly kind: 'each';
      readonly list: Expression;
      /** Holds the item. */
      readonly variable: string;
      readonly steps: readonly Step[];
      readonly collect?: { readonly as: string; readonly value: Expression };
    };

export type LoadKey =
  | { readonly kind: 'id'; readonly value: Expression }
  /** By fields that are unique, alone or together. */
  | { readonly kind: 'unique'; readonly fields: readonly Assignment[] }
  /** The first, in this order, that meets a condition on `record`. */
  | {
      readonly kind: 'where';
      readonly condition: Expression;
      readonly sort: readonly SortKey[];
    };

export interface ListFilter {
  /** Name of the query parameter. */
  readonly parameter: string;
  readonly field: string;
  /** `in`: the parameter is a list of values with commas between them. */
  readonly comparison: 'equals' | 'from' | 'to' | 'contains' | 'in';
}

/** A record is found when every word of `q` is the beginning of a word of one of the fields. */
export interface ListSearch {
  readonly fields: readonly string[];
  readonly condition: Expression;
}

export interface Assignment {
  readonly field: string;
  readonly value: Expression;
}

/** Ends the operation; nothing it wrote remains. */
export interface Refusal {
  readonly status: number;
  /** snake_case, stable: clients decide by it. */
  readonly code: string;
  /** For people; the template of `text` where that is there. */
  readonly message: string;
  /** The message where it depends on values. */
  readonly text?: Expression;
  /** The field of the input that the answer blames, whatever its status. */
  readonly field?: string;
  /** The input field the refusal is about: the answer carries it, with this code, as its one entry of `errors`. */
  readonly about?: { readonly field: string; readonly code: string };
}

export type AnswerBody =
  | { readonly kind: 'empty' }
  /** A record or a list variable. A list is answered with `X-Total-Count`. */
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'object'; readonly fields: readonly Assignment[] }
  /** Any JSON. */
  | { readonly kind: 'value'; readonly value: Expression };

export interface Answer {
  readonly status: number;
  /** Instead of `status` when the upsert whose record is answered found a record. */
  readonly updatedStatus?: number;
  readonly body: AnswerBody;
  /** The record whose address goes into `Location`. */
  readonly location?: { readonly entity: string; readonly variable: string };
  /** Further headers; one whose value is null is left out. */
  readonly headers?: readonly { readonly name: string; readonly value: Expression }[];
  /** The value of the body is what is known of a file, and its bytes are the answer. */
  readonly isFile?: true;
  /** The value of the body is text of this media type, and the answer as it stands. */
  readonly textType?: string;
  /** The address that a redirection leads to. */
  readonly redirect?: Expression;
}
