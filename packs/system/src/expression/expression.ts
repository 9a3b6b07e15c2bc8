/**
 * A CEL expression after parsing and type-checking. The syntax tree is ours, typed at every node, so that a compiler needs
 * no second look at the types.
 */
export interface Expression {
  /** As written. */
  readonly source: string;
  readonly node: ExpressionNode;
  readonly type: ValueType;
}

/** The type of a value while an operation runs. `nullable` values must be guarded before they are used. */
export type ValueType =
  | { readonly kind: 'text' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'number' }
  | { readonly kind: 'boolean' }
  /** ISO 8601 text; comparisons follow the calendar. */
  | { readonly kind: 'date' }
  | { readonly kind: 'time' }
  | { readonly kind: 'datetime' }
  /** Milliseconds, to compute with. */
  | { readonly kind: 'duration' }
  /** A duration as it is kept and answered: text of ISO 8601. */
  | { readonly kind: 'span' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  /** What is kept of a password or a token. Only `verify` takes it. */
  | { readonly kind: 'hash' }
  | { readonly kind: 'null' }
  | { readonly kind: 'list'; readonly of: ValueType }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, ValueType>> }
  /** A record of an entity. The token of a new one can still be read. */
  | { readonly kind: 'record'; readonly entity: string; readonly isNew?: true }
  /** The id of a record of an entity. */
  | { readonly kind: 'reference'; readonly entity: string }
  | { readonly kind: 'json' }
  | { readonly kind: 'nullable'; readonly of: ValueType };

export type ExpressionNode = { readonly type: ValueType } & (
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'variable'; readonly name: string; readonly isNarrowed?: true }
  /** `isNarrowed`: declared nullable, but guarded here, so `type` is not. */
  | {
      readonly kind: 'member';
      readonly target: ExpressionNode;
      readonly name: string;
      readonly isNarrowed?: true;
    }
  | {
      readonly kind: 'index';
      readonly target: ExpressionNode;
      readonly index: ExpressionNode;
      readonly isNarrowed?: true;
    }
  | { readonly kind: 'list'; readonly items: readonly ExpressionNode[] }
  /** `{ street: input.street }`; no two fields have one name. */
  | {
      readonly kind: 'object';
      readonly fields: readonly { readonly name: string; readonly value: ExpressionNode }[];
    }
  | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly operand: ExpressionNode }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: ExpressionNode;
      readonly whenTrue: ExpressionNode;
      readonly whenFalse: ExpressionNode;
    }
  /** A built-in function or method; the receiver of a method is the first argument. */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly arguments: readonly ExpressionNode[];
      /** Of a function that the blueprint declares. */
      readonly own?: OwnCall;
      readonly isNarrowed?: true;
    }
  /** `list.all(x, …)` and its kin. */
  | {
      readonly kind: 'comprehension';
      readonly macro:
        | 'all'
        | 'exists'
        | 'exists_one'
        | 'filter'
        | 'map'
        | 'sortBy'
        | 'sortByDescending'
        /** A list of `{ key, items }`, the keys in the order in which they first come. */
        | 'groupBy';
      readonly range: ExpressionNode;
      readonly variable: string;
      readonly body: ExpressionNode;
    }
);

/** A function that somebody writes by hand: the module that generated code imports it from, and what is known of it. */
export interface OwnCall {
  readonly module: string;
  /** Whether its body exists: a call of one that does not ends the operation. */
  readonly isWritten: boolean;
  readonly examples: readonly CallExample[];
}

export interface CallExample {
  readonly given: readonly unknown[];
  readonly gives: unknown;
}

export type BinaryOperator =
  | '&&'
  | '||'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | 'in';
