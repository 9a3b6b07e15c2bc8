import type { GeneratedFile } from '../file-tree/file-tree.ts';

/** What a worker thread is asked to do. JSON throughout, so that it can cross to the thread. */
export interface GeneratorJob {
  /** Absolute path of the entry file of the pack. */
  readonly entry: string;
  /** Name of one of its generators. */
  readonly generator: string;
  readonly model: unknown;
  /** Version of the running Millwright. */
  readonly millwright: string;
}

/** Errors with a code keep it on their way back from the thread; their class does not cross. */
export type GeneratorJobResult =
  | { readonly status: 'generated'; readonly files: readonly GeneratedFile[] }
  | { readonly status: 'failed'; readonly code: string; readonly message: string };
