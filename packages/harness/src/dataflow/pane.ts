import type { Message } from './message.ts';
import type { Receipt } from './receipt.ts';
import type { Span } from './window.ts';

/** The key of a group of messages. */
export type Key = string | number | boolean | null;

/** A window of one key while it fills. */
export class Pane<Value> implements Span {
  readonly key: Key;
  start: number;
  end: number;
  /** In the order in which they came. */
  readonly messages: Message<Value>[] = [];

  constructor(key: Key, { start, end }: Span) {
    this.key = key;
    this.start = start;
    this.end = end;
  }

  /** Takes a message in; its receipt is held until the window is handled. */
  add(message: Message<Value>): void {
    message.receipt.hold(1);
    this.messages.push(message);
  }

  /** Takes over what another pane holds. */
  absorb(other: Pane<Value>): void {
    this.start = Math.min(this.start, other.start);
    this.end = Math.max(this.end, other.end);
    this.messages.push(...other.messages);
  }

  get receipts(): readonly Receipt[] {
    return this.messages.map(({ receipt }) => receipt);
  }
}
