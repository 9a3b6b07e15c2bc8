import type { Message } from './message.ts';
import { type Key, Pane } from './pane.ts';
import { type Span, type WindowRule, windowsAt } from './window.ts';

/** The open windows of all keys. Knows nothing of clocks: whoever uses it says what time a message has and what is over. */
export class Panes<Value> {
  readonly #rule: WindowRule;
  readonly #byKey = new Map<Key, Pane<Value>[]>();
  #earliestEnd = Infinity;

  constructor(rule: WindowRule) {
    this.#rule = rule;
  }

  /** The end of the window that ends first; infinite when none is open or windows do not end by time. */
  get earliestEnd(): number {
    return this.#earliestEnd;
  }

  /**
   * Puts a message into the windows it belongs to, except for those that end at `closed` or before. Returns the window that
   * is full with it, where windows are full at all, and whether there was a window for it.
   */
  add(
    message: Message<Value>,
    at: { readonly key: Key; readonly time: number; readonly closed: number },
    isWanted: (span: Span) => boolean,
  ): { readonly full?: Pane<Value>; readonly isLate: boolean } {
    if (this.#rule.kind === 'count') return this.#addCounted(message, at, this.#rule.size);
    const spans = this.#spansAt(at.time).filter(({ end }) => end > at.closed);
    for (const span of spans) {
      if (isWanted(span)) this.#paneFor(at.key, span).add(message);
    }
    return { isLate: spans.length === 0 };
  }

  /** Takes out the windows that end at an instant or before, those that end first before the others. */
  takeUntil(instant: number): readonly Pane<Value>[] {
    if (instant < this.#earliestEnd) return [];
    const over: Pane<Value>[] = [];
    this.#earliestEnd = Infinity;
    for (const [key, panes] of this.#byKey) {
      const open = panes.filter((pane) => pane.end > instant);
      if (open.length < panes.length) over.push(...panes.filter((pane) => pane.end <= instant));
      if (open.length === 0) this.#byKey.delete(key);
      else this.#byKey.set(key, open);
      for (const { end } of open) this.#earliestEnd = Math.min(this.#earliestEnd, end);
    }
    return over.toSorted((a, b) => a.end - b.end);
  }

  /** Takes out all windows, full or not. */
  takeAll(): readonly Pane<Value>[] {
    const all = [...this.#byKey.values()].flat();
    this.#byKey.clear();
    this.#earliestEnd = Infinity;
    return all.toSorted((a, b) => a.end - b.end);
  }

  #addCounted(
    message: Message<Value>,
    { key, time }: { readonly key: Key; readonly time: number },
    size: number,
  ): { readonly full?: Pane<Value>; readonly isLate: boolean } {
    const pane = this.#byKey.get(key)?.[0] ?? new Pane<Value>(key, { start: time, end: time });
    pane.add(message);
    pane.end = time;
    if (pane.messages.length < size) {
      this.#byKey.set(key, [pane]);
      return { isLate: false };
    }
    this.#byKey.delete(key);
    return { full: pane, isLate: false };
  }

  #spansAt(time: number): readonly Span[] {
    switch (this.#rule.kind) {
      case 'tumbling':
        return windowsAt(time, { sizeMs: this.#rule.sizeMs, everyMs: this.#rule.sizeMs });
      case 'sliding':
        return windowsAt(time, this.#rule);
      case 'session':
        return [{ start: time, end: time + this.#rule.gapMs }];
      case 'count':
        return [];
    }
  }

  #paneFor(key: Key, span: Span): Pane<Value> {
    const panes = this.#byKey.get(key) ?? [];
    const pane =
      this.#rule.kind === 'session'
        ? this.#session(panes, key, span)
        : panes.find(({ start }) => start === span.start);
    if (pane !== undefined) return pane;
    const created = new Pane<Value>(key, span);
    panes.push(created);
    this.#byKey.set(key, panes);
    this.#earliestEnd = Math.min(this.#earliestEnd, span.end);
    return created;
  }

  /** The session that an instant belongs to; sessions that it joins become one. */
  #session(panes: Pane<Value>[], key: Key, span: Span): Pane<Value> | undefined {
    const touched = panes.filter(({ start, end }) => span.start < end && start < span.end);
    const [first, ...others] = touched;
    if (first === undefined) return undefined;
    first.start = Math.min(first.start, span.start);
    first.end = Math.max(first.end, span.end);
    for (const other of others) first.absorb(other);
    if (others.length > 0)
      this.#byKey.set(
        key,
        panes.filter((pane) => !others.includes(pane)),
      );
    return first;
  }
}
