import type { Span } from '../../requirements/requirements.ts';
import type { Token } from '../text/tokens.ts';
import type { ScalarType } from '../words/value-types.ts';
import type { NounPhrase } from './noun-phrase.ts';

/** One thing said about the values of a field. */
export type Constraint = { readonly span: Span } & (
  | { readonly kind: 'required'; readonly isRequired: boolean }
  | { readonly kind: 'unique'; readonly ignoreCase: boolean }
  | {
      readonly kind: 'bound';
      readonly side: 'minimum' | 'maximum';
      readonly value: number;
      readonly measure: Measure;
      readonly isExclusive: boolean;
    }
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'default'; readonly value: string }
  /** Where it starts: the least value of what is counted through, else what it holds at first. */
  | { readonly kind: 'start'; readonly value: string }
  | { readonly kind: 'type'; readonly type: ScalarType }
  | { readonly kind: 'unit'; readonly type: ScalarType }
  | { readonly kind: 'list' }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'reference'; readonly phrase: NounPhrase }
  | { readonly kind: 'note' }
  | { readonly kind: 'unsupported'; readonly why: string }
);

/** What a bound counts: the value itself, characters of a text, items of a list. */
export type Measure = 'value' | 'characters' | 'items' | 'digits';

/** From the first token to the last. */
export function spanOf(tokens: readonly Token[]): Span {
  const [first, last] = [tokens[0], tokens.at(-1)];
  return first && last ? [first.start, last.end] : [0, 0];
}

/** The tokens of a value as the person wrote them, hyphens kept. */
export function valueText(tokens: readonly Token[]): string {
  const words = tokens.filter(
    (token, index) =>
      !(index === 0 && tokens.length > 1 && token.text !== 'A' && /^(?:a|an|the|either)$/.test(token.lower)),
  );
  let text = '';
  for (const [index, token] of words.entries()) {
    const previous = words[index - 1];
    const isGlued = previous === undefined || previous.end === token.start;
    text += isGlued ? token.text : ` ${token.text}`;
  }
  return text.trim();
}
