/** Thrown when an analyser of another pack cannot make a blueprint of a request. */
export class AnalyserError extends Error {
  readonly code = 'analyser_failed';
  readonly analyser: string;
  constructor(analyser: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${analyser}, which suits the request best, cannot make a blueprint of it: ${reason}`, { cause });
    this.name = 'AnalyserError';
    this.analyser = analyser;
  }
}
