import type { FileLimits } from './stored-file.ts';
import type { Expression } from '../expression/expression.ts';

/** The type of one value, as the blueprint says it. Bounds are inclusive. */
export type FieldType =
  | {
      readonly kind: 'text';
      readonly minLength?: number;
      readonly maxLength?: number;
      /** A regular expression (ECMAScript, `u` flag) the whole value must match. */
      readonly pattern?: string;
      readonly format?: TextFormat;
      /**
       * `password`: given in clear, kept as a hash that costs time to try, never answered. `token`: made by the system, kept as a
       * hash, answered once by the operation that creates the record.
       */
      readonly secret?: 'password' | 'token';
      /** What a token begins with. */
      readonly prefix?: string;
    }
  | { readonly kind: 'integer'; readonly minimum?: number; readonly maximum?: number }
  | { readonly kind: 'number'; readonly minimum?: number; readonly maximum?: number }
  /** A decimal amount with two digits after the point, in major units. */
  | { readonly kind: 'money'; readonly minimum?: number; readonly maximum?: number }
  | { readonly kind: 'boolean' }
  /** `YYYY-MM-DD`. */
  | { readonly kind: 'date' }
  /** `HH:MM` or `HH:MM:SS`, 24 hours. */
  | { readonly kind: 'time' }
  /** RFC 3339 with an offset; stored and answered in UTC (`…Z`). */
  | { readonly kind: 'datetime' }
  /** ISO 8601 text such as `PT15M`, each length in one form; the bounds are milliseconds. */
  | { readonly kind: 'duration'; readonly minimum?: number; readonly maximum?: number }
  /** `name` is that of the type in the blueprint, when it has one. */
  | { readonly kind: 'enum'; readonly values: readonly string[]; readonly name?: string }
  /** The id of a record of another entity. */
  | { readonly kind: 'reference'; readonly entity: string; readonly onDelete: ReferenceRule }
  | {
      readonly kind: 'list';
      readonly of: FieldType;
      readonly minItems?: number;
      readonly maxItems?: number;
    }
  /** `name` is that of the type in the blueprint, when it has one. */
  | { readonly kind: 'object'; readonly fields: readonly Field[]; readonly name?: string }
  /** Any JSON value. */
  | { readonly kind: 'json' };

export type TextFormat = 'email' | 'url' | 'uuid' | 'phone' | 'isbn';

/** What happens to a record when the record it refers to is deleted. */
export type ReferenceRule = 'restrict' | 'cascade' | 'clear';

export type Literal = string | number | boolean | null | readonly Literal[];

export interface Field {
  /** camelCase; the key in JSON and the column in the store. */
  readonly name: string;
  readonly type: FieldType;
  /** Required on input unless optional or defaulted; an optional value that is absent is stored and answered as `null`. */
  readonly isOptional: boolean;
  /** Text is compared exactly unless `ignoreCase`. */
  readonly unique?: { readonly ignoreCase: boolean };
  /** Filled in when the input leaves the field out. `today` and `now` stand for the clock's date and instant. */
  readonly defaultValue?: DefaultValue;
  /** Set by the system, never by input: `id`, `createdAt`, `updatedAt`, and the field of a state machine. */
  readonly managed?: 'id' | 'createdAt' | 'updatedAt' | 'state' | 'version' | 'deletedAt' | 'goneAt' | 'key';
  /** Never from input: operations set it. */
  readonly isReadonly?: true;
  /** Given at creation; no input that changes a record has it. */
  readonly isImmutable?: true;
  /** A file that is uploaded: the field holds what is known of it, and is null until then. */
  readonly file?: { readonly limits: FileLimits; readonly isRemovable: boolean };
  /** Never part of an answer. */
  readonly isHidden?: true;
  /** What it was called in earlier versions of the blueprint. */
  readonly was?: string;
  readonly description?: string;
}

/** A value that is not kept but computed from a record, which is `record` in the expression, whenever it is asked for. */
export interface ComputedField extends Pick<Field, 'name' | 'type' | 'isOptional' | 'description'> {
  readonly computed: Expression;
}

export type DefaultValue =
  | { readonly kind: 'literal'; readonly value: Literal }
  | { readonly kind: 'today' }
  | { readonly kind: 'now' }
  /** One more than the highest number of any record. */
  | { readonly kind: 'next' }
  /** A new UUID. */
  | { readonly kind: 'uuid' }
  /** Made of the fields before it, which are those of `record`, of `now` and `today`. */
  | { readonly kind: 'expression'; readonly value: Expression };
