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
