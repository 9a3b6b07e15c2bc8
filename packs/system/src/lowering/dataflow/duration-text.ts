import { durationTextMs } from '../flows/duration-text.ts';

/** Milliseconds of `30s`, `5m`, `PT1H`; the shape of the document has been checked. */
export function milliseconds(text: string): number {
  return durationTextMs(text) ?? 0;
}

export function optionalMilliseconds(text: string | undefined): number | undefined {
  return text === undefined ? undefined : milliseconds(text);
}
