import type { Expression } from '../expression/expression.ts';
import type { ComputedField, Field } from './field.ts';
import type { Refusal, Step } from './operation.ts';

/** A kind of record. Every entity has the managed fields `id` (UUID v4), `createdAt` and `updatedAt`. */
export interface Entity {
  /** PascalCase, singular. */
  readonly name: string;
  /** PascalCase, plural: `TaskLists` for `TaskList`. */
  readonly plural: string;
  /** The path segment of the collection, kebab-case, plural: `task-lists`. */
  readonly collection: string;
  readonly description?: string;
  /** What it was called in earlier versions of the blueprint. */
  readonly was?: string;
  /** In the order of the blueprint: `id` first, then the declared ones (and the state), `createdAt`, `updatedAt` last. */
  readonly fields: readonly Field[];
  /** Fields of answers and expressions that are not kept. */
  readonly computed?: readonly ComputedField[];
  /** Sets of field names whose combined values are unique. Single unique fields carry it themselves. */
  readonly uniqueTogether: readonly (readonly string[])[];
  readonly machine?: StateMachine;
  /** What must hold after every write of a record, in the same transaction. */
  readonly rules?: EntityRules;
  /** Deleted records are kept, with the instant in the managed field `deletedAt`, and nothing finds them. */
  readonly isSoftDeleted?: true;
  /** From the instant in the hidden managed field `goneAt` on, a record is as if deleted. The expression is over `record`. */
  readonly expires?: Expression;
  /**
   * Keys whose uniqueness depends on more than the values: kept as text in a hidden managed field, which is unique and empty
   * for records that do not take part.
   */
  readonly keptKeys?: readonly KeptKey[];
  /** Records count their changes in the managed field `version`, from 1. */
  readonly versions?: VersionRule;
  /** The entity of whose records these are the versions: answers show them as such records. */
  readonly versionsOf?: string;
  /** The field with the instant from which on a record of the system's own is of no use, and may be removed. */
  readonly endsAt?: string;
  /** What the system remembers for itself: a table like any other, but no request reaches it and no document shows it. */
  readonly isInternal?: true;
}

export interface EntityRules {
  /** The name of the record in the steps. */
  readonly variable: string;
  /** They read, compute and require, and write nothing. */
  readonly steps: readonly Step[];
}

export interface KeptKey {
  /** Name of the field that keeps it. */
  readonly kept: string;
  readonly fields: readonly string[];
  readonly ignoreCase: boolean;
  /** Only records that meet it take part; a condition on `record`. */
  readonly where?: Expression;
  /** How a second record is refused; 409 `not_unique` when absent. */
  readonly otherwise?: Refusal;
}

/** How clients work with the versions of records. */
export interface VersionRule {
  /** PUT, PATCH and DELETE need an `If-Match`. */
  readonly isMatchRequired: boolean;
  /** Every version is kept: the internal entity that keeps them. */
  readonly history?: string;
}

/** The states of a record and the actions that lead from one to another. */
export interface StateMachine {
  /** Name of the managed enum field that holds the state. */
  readonly field: string;
  readonly states: readonly string[];
  readonly initial: string;
  readonly actions: readonly StateAction[];
}

export interface StateAction {
  /** camelCase verb; the path segment of the action is its kebab-case form. */
  readonly name: string;
  readonly from: readonly string[];
  readonly to: string;
}
