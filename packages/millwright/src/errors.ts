/** The command line was wrong: unknown words, missing values, files that are not there. Exit code 2, nothing was started. */
export class UsageError extends Error {
  readonly code: string;
  readonly remedy: string | undefined;
  constructor(code: string, message: string, remedy?: string) {
    super(message);
    this.name = 'UsageError';
    this.code = code;
    this.remedy = remedy;
  }
}

/** A file is larger than any request may be. Exit code 1, like a request that is too long for the analysis. */
export class RequestFileTooLargeError extends Error {
  readonly code = 'request_too_large';
  readonly remedy = 'Shorten the request, or build the system in several steps.';
  constructor(path: string, bytes: number, mostBytes: number) {
    super(`${path} has ${bytes} bytes; a request has at most ${mostBytes}.`);
    this.name = 'RequestFileTooLargeError';
  }
}
