import type { GeneratedFile } from '../file-tree/file-tree.ts';
import type { CrashCode } from './errors.ts';

/** A generator of a pack and what it is to make files from. */
export interface PooledJob {
  /** Absolute path of the entry file of the pack. */
  readonly entry: string;
  /** Name of one of its generators. */
  readonly generator: string;
  /** JSON throughout. What is frozen in it counts as frozen throughout: it is sent to each worker once, for all jobs. */
  readonly model: unknown;
  /** Time it may take once a worker has begun. The pool's when left out. */
  readonly timeMs?: number;
  readonly signal?: AbortSignal | undefined;
  report?(message: string): void;
}

/** What became of a job on one worker. */
export type JobOutcome =
  | { readonly status: 'generated'; readonly files: readonly GeneratedFile[] }
  | { readonly status: 'failed'; readonly code: string; readonly message: string }
  /** The worker ended or was silent before it began: another one may have the job. */
  | { readonly status: 'untaken'; readonly why: string }
  | { readonly status: 'timed-out'; readonly timeMs: number }
  | { readonly status: 'crashed'; readonly code: CrashCode; readonly reason: string }
  | { readonly status: 'aborted' };
