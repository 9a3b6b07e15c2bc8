/**
 * A value as the journal holds it: inline when small, otherwise by reference to a blob named by the SHA-256 of its
 * JSON text. An absent value (`undefined`) is `{}`.
 */
export type Value = InlineValue | BlobValue;

export interface InlineValue {
  readonly inline?: unknown;
}

export interface BlobValue {
  readonly blob: string;
  /** Length of the JSON text in UTF-8. */
  readonly bytes: number;
}

export interface Blob {
  readonly hash: string;
  readonly text: string;
}

export const absent: Value = Object.freeze({});

export function isBlobValue(value: Value): value is BlobValue {
  return 'blob' in value;
}
