import type { Finding } from '../check/finding.ts';

/** Brings the files of a folder into one form. */
export interface Formatter {
  readonly name: string;
  /** Rewrites what is not in form. Findings are files that it could not read, which stay as they are. */
  format(folder: string, signal?: AbortSignal): Promise<readonly Finding[]>;
  /** Changes nothing; finds files that are not in form (`not_formatted`) or not readable (`syntax_error`). */
  check(folder: string, signal?: AbortSignal): Promise<readonly Finding[]>;
}
