/** `a, b or c`. */
export function joinOr(words: readonly string[]): string {
  return join(words, 'or');
}

/** `a, b and c`. */
export function joinAnd(words: readonly string[]): string {
  return join(words, 'and');
}

function join(words: readonly string[], word: string): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${word} ${words.at(-1)}`;
}

/** `a` or `an`, as the name is spoken. */
export function articleOf(name: string): string {
  return /^(?!uni|use|eu|one)[aeiou]/i.test(name) ? 'an' : 'a';
}

/** `1 to 80`, `at least 1`, `at most 80`; undefined when nothing bounds it. */
export function boundsText(minimum: number | undefined, maximum: number | undefined): string | undefined {
  if (minimum === undefined) return maximum === undefined ? undefined : `at most ${maximum}`;
  if (maximum === undefined) return `at least ${minimum}`;
  return minimum === maximum ? `exactly ${minimum}` : `${minimum} to ${maximum}`;
}
