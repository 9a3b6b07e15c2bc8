import type { Field, FieldType, Literal } from './field.ts';

/** A function whose logic a person or a model writes, because expressions cannot say it. */
export interface Slot {
  /** camelCase; the name in expressions and of the function. */
  readonly name: string;
  readonly description?: string;
  readonly parameters: readonly Field[];
  readonly result: { readonly type: FieldType; readonly isOptional: boolean };
  readonly examples: readonly SlotExample[];
  /** The body of the function in TypeScript; absent while nobody has written it. */
  readonly code?: string;
}

/** Becomes a test of the function. */
export interface SlotExample {
  /** A value for each parameter, in their order; null for one that is left out. */
  readonly given: readonly SlotValue[];
  readonly gives: SlotValue;
}

export type SlotValue = Literal | { readonly [key: string]: SlotValue } | readonly SlotValue[];
