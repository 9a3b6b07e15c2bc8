import { StoreError, type StoreErrorCode } from '../../errors.ts';

/** SQLite's primary result codes, by meaning. Source: https://www.sqlite.org/rescode.html */
const meanings: Readonly<Record<number, { code: StoreErrorCode; remedy: string }>> = {
  5: { code: 'store_busy', remedy: 'Another process holds the store; try again.' },
  6: { code: 'store_busy', remedy: 'Another process holds the store; try again.' },
  8: { code: 'store_readonly', remedy: 'Make the file and its folder writable.' },
  10: {
    code: 'store_unavailable',
    remedy: 'The disk may be full or failing; free some space and try again.',
  },
  11: { code: 'store_damaged', remedy: 'The file is damaged; restore it from a backup.' },
  13: { code: 'store_full', remedy: 'Free some disk space and resume; nothing recorded is lost.' },
  14: { code: 'store_unavailable', remedy: 'Check that its folder exists and can be written to.' },
  26: { code: 'store_damaged', remedy: 'The file is not a Millwright store.' },
};

/** The one place where errors of `node:sqlite` become StoreErrors. Engine errors pass through. */
export function storeErrorFrom(error: unknown, doing: string): Error {
  if (error instanceof StoreError) return error;
  if (!(error instanceof Error)) return new StoreError('store_unavailable', `Could not ${doing}`, error);
  const errcode = (error as { errcode?: unknown }).errcode;
  const meaning = typeof errcode === 'number' ? meanings[errcode & 0xff] : undefined;
  if (meaning === undefined) {
    return new StoreError('store_unavailable', `Could not ${doing}: ${error.message}`, error);
  }
  return new StoreError(meaning.code, `Could not ${doing}: ${error.message}. ${meaning.remedy}`, error);
}
