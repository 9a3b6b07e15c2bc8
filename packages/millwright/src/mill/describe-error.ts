import type { DocumentError } from './build-document.ts';

/** Any error as the document has it: a stable code, a message, and where it is known the place and the remedy. */
export function describeError(error: unknown): DocumentError {
  if (!(error instanceof Error)) return { code: 'internal_error', message: String(error) };
  const failure = property(error, 'failure');
  if (isFailure(failure)) return { code: failure.code, message: failure.message, ...details(error) };
  const code = property(error, 'code');
  return {
    code: typeof code === 'string' ? code : 'internal_error',
    message: error.message,
    ...details(error),
  };
}

function details(error: Error): Pick<DocumentError, 'place' | 'remedy'> {
  const place = property(error, 'place') ?? firstDiagnostic(error);
  const remedy = property(error, 'remedy');
  return {
    ...(isPlace(place) ? { place: { line: place.line, column: place.column } } : {}),
    ...(typeof remedy === 'string' ? { remedy } : {}),
  };
}

/** A blueprint's error carries all its diagnostics; the first one is where to begin. */
function firstDiagnostic(error: Error): unknown {
  const diagnostics = property(error, 'diagnostics');
  return Array.isArray(diagnostics) ? diagnostics[0] : undefined;
}

function isPlace(value: unknown): value is { line: number; column: number } {
  return typeof value === 'object' && value !== null && 'line' in value && 'column' in value;
}

function isFailure(value: unknown): value is { code: string; message: string } {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}

function property(error: Error, name: string): unknown {
  return (error as unknown as Record<string, unknown>)[name];
}
