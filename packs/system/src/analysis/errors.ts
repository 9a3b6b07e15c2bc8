import type { Span } from '../requirements/requirements.ts';

/** A position in the request; both numbers start at 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The largest request that is read, in bytes of UTF-8. */
export const MAXIMUM_REQUEST_BYTES = 256 * 1024;

/** Thrown by `analyse` before anything is read: the request is larger than `MAXIMUM_REQUEST_BYTES`. */
export class RequestTooLargeError extends Error {
  readonly code = 'request_too_large';
  readonly remedy = 'Shorten the request, or describe the system in parts.';
  readonly bytes: number;

  constructor(bytes: number) {
    super(`The request has ${bytes} bytes; at most ${MAXIMUM_REQUEST_BYTES} are read.`);
    this.name = 'RequestTooLargeError';
    this.bytes = bytes;
  }
}

/** Thrown by `analyse` when the request names nothing that could be kept as records. */
export class MeaninglessRequestError extends Error {
  readonly code = 'meaningless_request';
  readonly remedy =
    'Say what the system keeps, for example: "Keep track of plants. A plant has a name and a price."';

  constructor() {
    super('The request names nothing that a system could keep: no kind of record was found in it.');
    this.name = 'MeaninglessRequestError';
  }
}

/** One side of a contradiction. */
export interface Claim {
  readonly text: string;
  readonly span: Span;
  readonly place: Place;
}

/** Thrown by `analyse` when two parts of the request cannot both hold and neither is the obvious one. */
export class ContradictionError extends Error {
  readonly code = 'contradiction';
  readonly remedy = 'Remove or change one of the two.';
  /** What the two disagree about: a fact's target such as `interfaces.http.port`. */
  readonly target: string;
  readonly claims: readonly [Claim, Claim];

  constructor(target: string, claims: readonly [Claim, Claim]) {
    const [first, second] = claims;
    super(
      `Two parts of the request disagree about ${target}: "${first.text}" (line ${first.place.line}, column ` +
        `${first.place.column}) and "${second.text}" (line ${second.place.line}, column ${second.place.column}).`,
    );
    this.name = 'ContradictionError';
    this.target = target;
    this.claims = claims;
  }
}
