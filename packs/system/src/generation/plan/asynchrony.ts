import type { Storage } from '../../model/system.ts';

/**
 * The words by which code waits for the tables, or nothing where the storage answers at once. They stand before every call on
 * `tables` and on functions that make such calls, and in the signatures of those functions.
 */
export interface Asynchrony {
  /** `await ` before a call. */
  readonly await: '' | 'await ';
  /** `async ` before a function that waits. */
  readonly async: '' | 'async ';
  /** What such a function returns. */
  readonly promise: (type: string) => string;
  /** A call whose result is used on the spot: `(await tables.tasks.filter({})).length`. */
  readonly result: (call: string) => string;
}

const atOnce: Asynchrony = {
  await: '',
  async: '',
  promise: (type) => type,
  result: (call) => call,
};

const waiting: Asynchrony = {
  await: 'await ',
  async: 'async ',
  promise: (type) => `Promise<${type}>`,
  result: (call) => `(await ${call})`,
};

export function asynchronyOf({ kind }: Storage): Asynchrony {
  return kind === 'postgresql' ? waiting : atOnce;
}
