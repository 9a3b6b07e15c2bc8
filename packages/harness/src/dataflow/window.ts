/** Which messages belong together. Times are in milliseconds. */
export type WindowRule =
  /** Windows of one length, one after the other, counted from 1970-01-01 UTC on. */
  | { readonly kind: 'tumbling'; readonly sizeMs: number }
  /** Windows of one length, a new one every `everyMs`: a message is in several. */
  | { readonly kind: 'sliding'; readonly sizeMs: number; readonly everyMs: number }
  /** Messages of one key without a pause of `gapMs` between them. */
  | { readonly kind: 'session'; readonly gapMs: number }
  /** So many messages of one key. */
  | { readonly kind: 'count'; readonly size: number };

/** A stretch of time: the start belongs to it, the end does not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The windows of fixed length that an instant lies in, the earliest first. */
export function windowsAt(time: number, { sizeMs, everyMs }: { sizeMs: number; everyMs: number }): Span[] {
  const spans: Span[] = [];
  const last = Math.floor(time / everyMs) * everyMs;
  for (let start = last; start > time - sizeMs; start -= everyMs) {
    spans.unshift({ start, end: start + sizeMs });
  }
  return spans;
}
