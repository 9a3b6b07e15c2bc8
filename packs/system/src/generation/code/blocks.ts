/** Pieces of code one below the other; those that do not apply leave no trace. */
export function lines(...pieces: readonly (string | false | undefined)[]): string {
  return pieces.filter((piece) => typeof piece === 'string' && piece !== '').join('\n');
}

/** Pieces of code set off by blank lines. */
export function paragraphs(...pieces: readonly (string | false | undefined)[]): string {
  return pieces.filter((piece) => typeof piece === 'string' && piece !== '').join('\n\n');
}
