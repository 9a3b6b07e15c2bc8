/**
 * Every error the engine throws. `code` is stable and is what callers compare; messages are for people.
 *
 * Two questions sort them. Is it the author's (a definition that cannot work), the caller's (a run that does not
 * exist), the run's (paused, failed, cancelled) or the store's? And may trying again help (`isRetryable`)?
 */
export abstract class EngineError extends Error {
  abstract readonly code: string;
  /** Whether the same call can succeed later without anybody changing anything. */
  readonly isRetryable: boolean = false;

  override get name(): string {
    return this.constructor.name;
  }
}

/** Thrown by `definePipeline` and its builder: the definition can never run as it stands. */
export class DefinitionError extends EngineError {
  readonly code = 'definition_invalid';
}

/** Thrown when an input, an output or an answer does not fit its schema. */
export class SchemaMismatchError extends EngineError {
  readonly code = 'schema_mismatch';
  readonly issues: readonly SchemaIssue[];

  constructor(subject: string, issues: readonly SchemaIssue[]) {
    super(`${subject} does not fit its schema: ${issues.map(describeIssue).join('; ')}`);
    this.issues = issues;
  }
}

export interface SchemaIssue {
  readonly message: string;
  /** Dotted place of the offending value; empty for the value as a whole. */
  readonly path: string;
}

function describeIssue(issue: SchemaIssue): string {
  return issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`;
}

/** Thrown when a value cannot be written as JSON and read back unchanged. */
export class ValueNotSerialisableError extends EngineError {
  readonly code = 'value_not_serialisable';

  constructor(path: string, found: string) {
    super(
      `The value at ${path} is ${found}, which JSON cannot carry unchanged. Return plain objects, arrays, strings, finite numbers, booleans and null.`,
    );
  }
}

/**
 * Thrown by a stage to say that no retry and no person can make this run succeed: the run fails at once and what
 * was done is compensated. Any other error is retried by policy and then pauses the run.
 */
export class TerminalError extends EngineError {
  readonly code: string;

  constructor(message: string, options: { readonly code?: string; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = options.code ?? 'terminal';
  }
}

/** The attempt took longer than the stage's `timeoutMs`. Retried like any other failure. */
export class StageTimeoutError extends EngineError {
  readonly code = 'stage_timeout';
  override readonly isRetryable = true;

  constructor(task: string, timeoutMs: number) {
    super(`${task} did not finish within ${timeoutMs} ms`);
  }
}

/** A resource the stage uses is out of service: its circuit breaker is open. Thrown only to work with a fallback. */
export class ResourceDownError extends EngineError {
  readonly code = 'resource_down';
  override readonly isRetryable = true;

  constructor(resource: string) {
    super(`${resource} is out of service after repeated failures`);
  }
}

/** The run that a call stage started did not succeed; its own failure is the `cause`. */
export class CalledRunError extends EngineError {
  readonly code: 'called_run_failed' | 'called_run_cancelled' | 'called_run_paused';

  constructor(runId: string, status: 'failed' | 'cancelled' | 'paused', failure: FailureLike | undefined) {
    super(`The called run ${runId} is ${status}${failure === undefined ? '' : `: ${failure.message}`}`);
    this.code = `called_run_${status}`;
  }
}

/** What was asked for does not fit the run as it is, such as an answer to a stage that is not waiting for one. */
export class RunStateError extends EngineError {
  readonly code = 'run_state';
}

export class RunNotFoundError extends EngineError {
  readonly code = 'run_not_found';

  constructor(runId: string) {
    super(`There is no run ${runId} in this store`);
  }
}

/** Thrown by `start` with a `runId` that is taken. */
export class RunExistsError extends EngineError {
  readonly code = 'run_exists';

  constructor(runId: string) {
    super(`Run ${runId} exists already. Choose another id, or resume it.`);
  }
}

/** The run is owned by another live process, so this one must leave it alone. */
export class RunOwnedElsewhereError extends EngineError {
  readonly code = 'run_owned_elsewhere';
  override readonly isRetryable = true;

  constructor(runId: string) {
    super(`Run ${runId} is being worked on by another process`);
  }
}

/** This process lost its claim on a run: another process has written to its journal. */
export class LeaseLostError extends EngineError {
  readonly code = 'lease_lost';

  constructor(runId: string) {
    super(`Another process has taken over run ${runId}; this one has stopped working on it`);
  }
}

export class UnknownPipelineError extends EngineError {
  readonly code = 'pipeline_unknown';

  constructor(name: string, known: readonly string[]) {
    super(`No pipeline named ${name} is registered with this engine (known: ${known.join(', ') || 'none'})`);
  }
}

/** Resuming was refused because the pipeline is no longer the one the run was started with. */
export class DefinitionChangedError extends EngineError {
  readonly code = 'definition_changed';
  readonly changes: readonly string[];

  constructor(runId: string, changes: readonly string[]) {
    super(
      `Run ${runId} was started with another definition: ${changes.join('; ')}. Resume with acceptChanges to continue under the new one.`,
    );
    this.changes = changes;
  }
}

/** `result()` of a run that stopped for a person: out of retries, or asked to pause. Everything done is kept. */
export class RunPausedError extends EngineError {
  readonly code = 'run_paused';
  readonly runId: string;
  readonly failure: FailureLike | undefined;

  constructor(runId: string, failure: FailureLike | undefined) {
    super(failure === undefined ? `Run ${runId} is paused` : `Run ${runId} is paused: ${failure.message}`);
    this.runId = runId;
    this.failure = failure;
  }
}

/** `result()` of a run that failed for good. */
export class RunFailedError extends EngineError {
  readonly code = 'run_failed';
  readonly runId: string;
  readonly failure: FailureLike;

  constructor(runId: string, failure: FailureLike) {
    super(`Run ${runId} failed: ${failure.message}`);
    this.runId = runId;
    this.failure = failure;
  }
}

/** `result()` of a run that was cancelled. */
export class RunCancelledError extends EngineError {
  readonly code = 'run_cancelled';
  readonly runId: string;

  constructor(runId: string) {
    super(`Run ${runId} was cancelled`);
    this.runId = runId;
  }
}

interface FailureLike {
  readonly code: string;
  readonly message: string;
  readonly stage?: string | undefined;
  readonly item?: string | undefined;
}

/** The engine was closed; the run goes on at the next start. */
export class EngineClosedError extends EngineError {
  readonly code = 'engine_closed';
  override readonly isRetryable = true;

  constructor() {
    super('The engine has been closed. Unfinished runs continue when an engine next opens this store.');
  }
}

/** An outlet's receiver did not take an event; `code` says why. Retried by the delivery's policy. */
export class OutletError extends EngineError {
  readonly code: string;
  override readonly isRetryable = true;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** An outlet is out of retries, or was closed: what it has not taken waits in the store until it is resumed. */
export class OutletDeadError extends EngineError {
  readonly code = 'outlet_dead';

  constructor(outlet: string, failure: FailureLike | undefined) {
    super(`Outlet ${outlet} ${failure === undefined ? 'was closed' : `has given up: ${failure.message}`}`);
  }
}

/** Thrown by `verifyWebhook`: the message is not from who it says it is, or was kept back. Answer it with 401. */
export class WebhookSignatureError extends EngineError {
  readonly code = 'webhook_signature';

  constructor(reason: string) {
    super(`The webhook's signature does not hold: ${reason}`);
  }
}

/** The store could not do what it was asked; `code` tells a full disk from a locked, read-only or damaged file. */
export class StoreError extends EngineError {
  readonly code: StoreErrorCode;
  override readonly isRetryable: boolean;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.isRetryable = code === 'store_busy' || code === 'store_full';
  }
}

export type StoreErrorCode =
  | 'store_busy'
  | 'store_full'
  | 'store_readonly'
  | 'store_damaged'
  | 'store_too_new'
  | 'store_layout'
  | 'store_unavailable';
