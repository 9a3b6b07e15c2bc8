import { lowerAt } from '../text/token-at.ts';
import type { Token } from '../text/tokens.ts';
import { WORD_CLASSES } from './word-classes.ts';

/**
 * Patterns over tokens, written as text. The elements are separated by spaces:
 *
 * - `belongs|belong`: one of these words; `an?` is optional;
 * - `@create`: a word or phrase of a word class, see `word-classes.ts`; `@each?` is optional;
 * - `<name>`: one or more tokens, as few as possible, captured under that name; `<name?>` may also be empty;
 * - `<n#>`: a number, in digits or as a word.
 */
type Element =
  | {
      readonly kind: 'phrases';
      readonly phrases: readonly (readonly string[])[];
      readonly isOptional: boolean;
      readonly name?: string;
    }
  | { readonly kind: 'capture'; readonly name: string; readonly minimum: 0 | 1 }
  | { readonly kind: 'number'; readonly name: string };

export type Captures = Readonly<Record<string, readonly Token[]>>;

export interface PatternMatch {
  readonly captures: Captures;
  /** How many tokens were consumed. */
  readonly length: number;
}

export interface Pattern {
  readonly source: string;
  /** Matches all tokens. */
  match(tokens: readonly Token[]): PatternMatch | undefined;
  /** Matches at the start; captures may not be last in such a pattern unless they are to swallow everything. */
  matchStart(tokens: readonly Token[]): PatternMatch | undefined;
}

const STEP_BUDGET = 5_000;

export function pattern(source: string): Pattern {
  const elements = source
    .split(' ')
    .filter((part) => part !== '')
    .map(readElement);
  const required = elements.filter(isRequired);
  const first = firstWords(elements);
  const run = (tokens: readonly Token[], isWhole: boolean): PatternMatch | undefined => {
    if (first && !first.has(lowerAt(tokens, 0))) return undefined;
    if (isWhole && !mayMatch(required, tokens)) return undefined;
    const search: Search = { elements, tokens, isWhole, captures: {}, steps: 0 };
    const length = step(search, 0, 0);
    return length === undefined ? undefined : { captures: search.captures, length };
  };
  return {
    source,
    match: (tokens) => run(tokens, true),
    matchStart: (tokens) => run(tokens, false),
  };
}

function readElement(part: string): Element {
  const capture = /^<([a-zA-Z]+)([?#]?)>$/.exec(part);
  if (capture) {
    const name = capture[1] as string;
    return capture[2] === '#'
      ? { kind: 'number', name }
      : { kind: 'capture', name, minimum: capture[2] === '?' ? 0 : 1 };
  }
  const isOptional = part.length > 1 && part.endsWith('?');
  const body = isOptional ? part.slice(0, -1) : part;
  const named = /^([a-zA-Z]+)=(.+)$/.exec(body);
  const alternatives = (named?.[2] ?? body).split('|').flatMap((word) => expand(word));
  const phrases = alternatives.toSorted((a, b) => b.length - a.length);
  return { kind: 'phrases', phrases, isOptional, ...(named ? { name: named[1] as string } : {}) };
}

function expand(word: string): readonly (readonly string[])[] {
  if (!word.startsWith('@')) return [word.split('_')];
  const members = WORD_CLASSES[word.slice(1)];
  if (members === undefined) throw new RangeError(`No word class is called ${word}.`);
  return [...members].map((member) => member.split(' '));
}

function isRequired(element: Element): element is Extract<Element, { kind: 'phrases' }> {
  return element.kind === 'phrases' && !element.isOptional;
}

/** The words a match may begin with; nothing when it may begin with anything. */
function firstWords(elements: readonly Element[]): ReadonlySet<string> | undefined {
  const words = new Set<string>();
  for (const element of elements) {
    if (element.kind !== 'phrases') return undefined;
    for (const phrase of element.phrases) words.add(phrase[0] ?? '');
    if (!element.isOptional) return words;
  }
  return undefined;
}

/** The words of a clause, kept while it lives: many patterns are tried on it. */
const wordsOfClause = new WeakMap<readonly Token[], ReadonlySet<string>>();

function wordsIn(tokens: readonly Token[]): ReadonlySet<string> {
  const known = wordsOfClause.get(tokens);
  if (known) return known;
  const words = new Set(tokens.filter((token) => token.kind !== 'quote').map((token) => token.lower));
  wordsOfClause.set(tokens, words);
  return words;
}

/** A cheap test before the search: some first word of each required element must be there. */
function mayMatch(
  required: readonly Extract<Element, { kind: 'phrases' }>[],
  tokens: readonly Token[],
): boolean {
  const words = wordsIn(tokens);
  return required.every((element) => element.phrases.some((phrase) => words.has(phrase[0] ?? '')));
}

interface Search {
  readonly elements: readonly Element[];
  readonly tokens: readonly Token[];
  readonly isWhole: boolean;
  readonly captures: Record<string, readonly Token[]>;
  steps: number;
}

/** Returns the index behind the match, or nothing. */
function step(search: Search, element: number, at: number): number | undefined {
  search.steps += 1;
  if (search.steps > STEP_BUDGET) return undefined;
  const current = search.elements[element];
  if (current === undefined) return !search.isWhole || at === search.tokens.length ? at : undefined;
  switch (current.kind) {
    case 'phrases':
      return stepPhrases(search, element, at, current);
    case 'number':
      return stepNumber(search, element, at, current.name);
    case 'capture':
      return stepCapture(search, element, at, current.name, current.minimum);
  }
}

function stepPhrases(
  search: Search,
  element: number,
  at: number,
  current: Extract<Element, { kind: 'phrases' }>,
): number | undefined {
  for (const phrase of current.phrases) {
    if (!phrase.every((word, offset) => isWord(search.tokens[at + offset], word))) continue;
    const end = step(search, element + 1, at + phrase.length);
    if (end === undefined) continue;
    if (current.name !== undefined)
      search.captures[current.name] = search.tokens.slice(at, at + phrase.length);
    return end;
  }
  return current.isOptional ? step(search, element + 1, at) : undefined;
}

function isWord(token: Token | undefined, word: string): boolean {
  return token !== undefined && token.lower === word && token.kind !== 'quote';
}

function stepNumber(search: Search, element: number, at: number, name: string): number | undefined {
  const isNegative = isWord(search.tokens[at], '-');
  const first = isNegative ? at + 1 : at;
  const token = search.tokens[first];
  if (token === undefined || numberOf([token]) === undefined) return undefined;
  const end = step(search, element + 1, first + 1);
  if (end !== undefined) search.captures[name] = search.tokens.slice(at, first + 1);
  return end;
}

function stepCapture(
  search: Search,
  element: number,
  at: number,
  name: string,
  minimum: number,
): number | undefined {
  const isLast = element === search.elements.length - 1;
  const from = isLast ? search.tokens.length : at + minimum;
  if (from < at + minimum) return undefined;
  for (let end = from; end <= search.tokens.length; end += 1) {
    const found = step(search, element + 1, end);
    if (found === undefined) continue;
    search.captures[name] = search.tokens.slice(at, end);
    return found;
  }
  return undefined;
}

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  hundred: 100,
  thousand: 1000,
};

/** The number that tokens such as `1,000`, `-5`, `five` say. */
export function numberOf(tokens: readonly Token[]): number | undefined {
  const last = tokens.at(-1);
  if (last === undefined) return undefined;
  const sign = tokens.length > 1 && lowerAt(tokens, 0) === '-' ? -1 : 1;
  if (last.kind === 'number') return sign * Number(last.lower);
  return Object.hasOwn(NUMBER_WORDS, last.lower) ? sign * (NUMBER_WORDS[last.lower] as number) : undefined;
}
