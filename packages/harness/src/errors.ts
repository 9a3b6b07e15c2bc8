/**
 * Everything the harness itself throws or rejects with. `code` is stable and meant for programs, the message is meant for
 * people; `isRetryable` says whether the same call may succeed later with nothing changed.
 */
export abstract class HarnessError extends Error {
  abstract readonly code: string;
  readonly isRetryable: boolean = false;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** `register` or a port declaration got a name that is malformed or taken. A mistake in the program. */
export class NameError extends HarnessError {
  override readonly code = 'invalid-name';
}

/** A method was called at a moment of the system's life where it makes no sense, such as `connect` after `start`. */
export class LifecycleError extends HarnessError {
  override readonly code = 'wrong-moment';
}

/** `connect` was asked to bind two ports that do not fit; both are named in the message. A mistake in the program. */
export class IncompatiblePortsError extends HarnessError {
  override readonly code = 'incompatible-ports';
}

/** `start` found mistakes in the topology and started nothing. `problems` lists all of them. */
export class InvalidSystemError extends HarnessError {
  override readonly code = 'invalid-system';
  readonly problems: readonly string[];

  constructor(system: string, problems: readonly string[]) {
    super(`The system "${system}" cannot start:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** A component's `setup` failed at start; what had been started was stopped again. `cause` is what it threw. */
export class StartError extends HarnessError {
  override readonly code = 'start-failed';
}

/** No reply came in time. The handler's signal was aborted; a reply that still comes is dropped and counted. */
export class RequestTimeoutError extends HarnessError {
  override readonly code = 'request-timeout';
  override readonly isRetryable = true;
}

/** The reply port has as many requests waiting as it may hold. Nothing was handled. */
export class OverloadedError extends HarnessError {
  override readonly code = 'overloaded';
  override readonly isRetryable = true;
}

/** A send or request on a port whose component, or whose receiver, has stopped. */
export class PortClosedError extends HarnessError {
  override readonly code = 'port-closed';
}

/** No binding of the request port accepts this request. */
export class UnroutedRequestError extends HarnessError {
  override readonly code = 'unrouted-request';
}

/** The component was restarted as often as its policy allows, and is down for good. `cause` is its last error. */
export class ComponentFailedError extends HarnessError {
  override readonly code = 'component-failed';
}

/** A message reached a component whose `process` had already returned. It was kept as a dead letter. */
export class ReceiverFinishedError extends HarnessError {
  override readonly code = 'receiver-finished';
}

/** The system did not stop in time. The reason of every signal that is aborted for that. */
export class ShutdownDeadlineError extends HarnessError {
  override readonly code = 'shutdown-deadline';
}
