/** The model asks for an arrangement of components that generated systems do not come in. Terminal: the blueprint must change. */
export class UnsupportedArrangementError extends Error {
  override readonly name = 'UnsupportedArrangementError';
  readonly code = 'unsupported_arrangement';
}
