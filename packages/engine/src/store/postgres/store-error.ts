import { StoreError, type StoreErrorCode } from '../../errors.ts';

/** PostgreSQL's error codes, by meaning. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const meanings: Readonly<Record<string, StoreErrorCode>> = {
  '25006': 'store_readonly',
  '40001': 'store_busy',
  '40P01': 'store_busy',
  '53100': 'store_full',
  '53200': 'store_busy',
  '53300': 'store_busy',
  '55P03': 'store_busy',
  XX001: 'store_damaged',
  XX002: 'store_damaged',
};

/** The one place where errors of the driver become StoreErrors. Engine errors pass through. */
export function storeErrorFrom(error: unknown, doing: string): Error {
  if (error instanceof StoreError) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  const meaning = meanings[String(code)] ?? 'store_unavailable';
  return new StoreError(meaning, `Could not ${doing}: ${String(message)}`, error);
}
