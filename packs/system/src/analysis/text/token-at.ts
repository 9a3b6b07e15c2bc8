import type { Token } from './tokens.ts';

/** The lower-case text of the token at an index, `''` outside the list. */
export function lowerAt(tokens: readonly Token[], index: number): string {
  return tokens[index]?.lower ?? '';
}

/** The same counted from the end: 1 is the last. */
export function lowerFromEnd(tokens: readonly Token[], distance: number): string {
  return tokens.at(-distance)?.lower ?? '';
}

/** The lower-case words of tokens with a space between them. */
export function lowerText(tokens: readonly Token[]): string {
  return tokens.map((token) => token.lower).join(' ');
}
