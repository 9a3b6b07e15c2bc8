import type { Receipt } from './receipt.ts';

/** A value on its way through a system, with the receipt of what was accepted for it. */
export class Message<out Value> {
  readonly value: Value;
  readonly receipt: Receipt;
  /** The components that made it what it is. With the entry of its receipt it is the same again when it is sent again. */
  readonly trail: string;

  constructor(value: Value, receipt: Receipt, trail: string) {
    this.value = value;
    this.receipt = receipt;
    this.trail = trail;
  }
}

/** A message that a component could not handle, as its `failed` port sends it. */
export interface Failure {
  readonly component: string;
  readonly message: JsonValue;
  /** What went wrong, in words. */
  readonly error: string;
  readonly attempts: number;
  /** Instant in UTC. */
  readonly at: string;
}

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
