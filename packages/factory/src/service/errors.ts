/** Thrown when code asks for a service that the composition root does not provide. */
export class MissingServiceError extends Error {
  readonly code = 'missing_service';
  readonly service: string;
  constructor(service: string, provided: readonly string[]) {
    super(`Nobody provides the service ${service}. Provided are: ${provided.join(', ') || 'none'}.`);
    this.name = 'MissingServiceError';
    this.service = service;
  }
}

/** Thrown by the composition root when it provides a service twice. */
export class ServiceConflictError extends Error {
  readonly code = 'service_conflict';
  readonly service: string;
  constructor(service: string) {
    super(`The service ${service} is provided already.`);
    this.name = 'ServiceConflictError';
    this.service = service;
  }
}

/** Thrown when a generator uses a service in a worker process, where there is none. */
export class ServiceElsewhereError extends Error {
  readonly code = 'service_elsewhere';
  readonly service: string;
  constructor(service: string) {
    super(
      `The service ${service} cannot be used in a worker process. Declare the generator with \`usesServices: true\`.`,
    );
    this.name = 'ServiceElsewhereError';
    this.service = service;
  }
}
