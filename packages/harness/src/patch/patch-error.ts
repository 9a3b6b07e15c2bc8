/** What is wrong with a patch: it is none, it names a place that is not there, or it tests for another value. */
export type PatchFault = 'malformed' | 'target_missing' | 'test_failed';

/** Thrown by `applyJsonPatch`; the document is as it was. */
export class PatchError extends Error {
  readonly fault: PatchFault;
  /** Which operation of the patch, from 0; absent when the patch as a whole is at fault. */
  readonly operation: number | undefined;

  constructor(fault: PatchFault, message: string, operation?: number) {
    super(message);
    this.name = 'PatchError';
    this.fault = fault;
    this.operation = operation;
  }
}
