/** What one request may ask for. Far above what a person writes, far below what would exhaust the machine. */
export const mostSentences = 2_000;
export const mostEntities = 300;

/** Thrown before anything is built. Terminal: the request must become smaller. */
export class RequestTooWideError extends Error {
  readonly code = 'request_too_large';
  readonly remedy = 'Split it into several systems.';
  constructor(what: string, found: number, most: number) {
    super(`The request has ${found} ${what}; at most ${most} can be built into one system.`);
    this.name = 'RequestTooWideError';
  }
}

/** Counts lines and sentences, items without a word among them, before any work is spent on them. */
export function assertSentences(request: string): void {
  const found = request.split(/\n|[.!?;]\s/).filter((part) => part.trim() !== '').length;
  if (found > mostSentences) throw new RequestTooWideError('lines and sentences', found, mostSentences);
}

export function assertEntities(entities: Readonly<Record<string, unknown>>): void {
  const found = Object.keys(entities).length;
  if (found > mostEntities) throw new RequestTooWideError('kinds of records', found, mostEntities);
}
