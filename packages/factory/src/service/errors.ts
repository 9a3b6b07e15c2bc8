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
