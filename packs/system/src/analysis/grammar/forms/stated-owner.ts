import { baseOfParticiple } from '../../words/verbs.ts';
import { isStateLike } from '../../words/states-like.ts';
import { keyOf, type NounPhrase } from '../noun-phrase.ts';
import type { StateWord } from '../proposal.ts';

export interface StatedOwner {
  readonly state: StateWord;
  readonly owner: NounPhrase;
}

/** `a blocked card`, `granted loans`, `accepted ones`: a record in a state. */
export function statedOwner(phrase: NounPhrase): StatedOwner | undefined {
  const [adjective] = phrase.adjectives;
  const isParticiple = phrase.words.length > 1 && baseOfParticiple(phrase.words[0] ?? '') !== undefined;
  const first = adjective ?? (isParticiple ? phrase.words[0] : undefined);
  if (first === undefined || !isStateLike(first) || /^(?:new|old|past|future)$/.test(first)) return undefined;
  const words = adjective === undefined ? phrase.words.slice(1) : phrase.words;
  return {
    state: { text: first, span: [phrase.start, phrase.end] },
    owner: {
      ...phrase,
      words,
      key: keyOf(words),
      adjectives: [],
      isPronoun: phrase.isPronoun || /^ones?$/.test(words.join(' ')),
    },
  };
}
