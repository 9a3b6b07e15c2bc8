import { EngineError } from '../errors.ts';
import { type Diagnostic, formatDiagnostic } from './diagnostic.ts';

/** A workflow that cannot run, with everything that is wrong with it. No use retrying until its text changes. */
export class WorkflowError extends EngineError {
  readonly code = 'invalid_workflow';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join('\n'));
    this.diagnostics = diagnostics;
  }
}

/**
 * A step failed with an error that its `retry` does not try again. The step's own error is the `cause`; people and
 * expressions are shown that one.
 */
export class NotRetriedError extends EngineError {
  readonly code = 'not_retried';
}

/** Thrown by the step `assert` unless the workflow names a code of its own. */
export const assertionFailed = 'assertion_failed';
