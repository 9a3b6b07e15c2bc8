/** An error as the journal keeps it. */
export interface Failure {
  /** The error's `code` where it has one, otherwise its name. What retry policies and programs compare. */
  readonly code: string;
  readonly message: string;
  readonly name: string;
  readonly stack?: string;
  readonly cause?: Failure;
}

/** A failure and the piece of work it happened in. */
export interface StageFailure extends Failure {
  readonly stage?: string;
  readonly item?: string;
}

const stackLimit = 4_000;
const causesKept = 3;

/** Turns anything thrown into a Failure. Never throws itself. */
export function failureOf(thrown: unknown, depth = causesKept): Failure {
  if (!(thrown instanceof Error)) {
    return { code: 'thrown_value', name: 'Thrown', message: printed(thrown) };
  }
  const code = (thrown as { code?: unknown }).code;
  const cause = thrown.cause !== undefined && depth > 0 ? failureOf(thrown.cause, depth - 1) : undefined;
  return {
    code: typeof code === 'string' || typeof code === 'number' ? String(code) : thrown.name,
    name: thrown.name,
    message: thrown.message,
    ...(thrown.stack === undefined ? {} : { stack: thrown.stack.slice(0, stackLimit) }),
    ...(cause === undefined ? {} : { cause }),
  };
}

function printed(thrown: unknown): string {
  try {
    return typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? String(thrown));
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}
