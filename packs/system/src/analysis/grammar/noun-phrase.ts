import { lowerAt } from '../text/token-at.ts';
import type { Token } from '../text/tokens.ts';
import { asciiWords } from '../words/names.ts';
import { singular } from '../words/number.ts';
import { wordSet } from '../words/word-list.ts';

/** A phrase that names something, reduced to the words that matter. */
export interface NounPhrase {
  /** Lower-case words, the last one as it was said: `membership`, `plans`. */
  readonly words: readonly string[];
  /** The words with the last in the singular, joined: what two mentions of the same thing have in common. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
  /** It was said with `its`, `their`, `a member's`: the owner is somebody named elsewhere. */
  readonly owner?: NounPhrase;
  readonly isPronoun: boolean;
  readonly isPlural: boolean;
  /** Adjectives that were set aside: `open`, `old`. */
  readonly adjectives: readonly string[];
}

const DETERMINERS = wordSet(
  'a an the its their his her our my your this that these those each every any all some no one both such another other ' +
    'several many multiple various different more most few zero additional further individual single particular specific certain given ' +
    'new existing old current own respective following entire whole complete same next previous just only exactly existing',
);
const ADJECTIVES = wordSet(
  'new old existing open closed overdue available active inactive completed finished cancelled archived paid unpaid pending upcoming past future current ' +
    'sold borrowed returned approved rejected small big large simple basic little tiny local',
);
const PRONOUNS = wordSet(
  'it they them these those this that he she which who both all ones others everything each some none neither',
);
const CONTAINERS = wordSet(
  'list lists details detail information info data record records collection catalogue catalog set overview inventory register entry entries ' +
    'kind kinds type types piece pieces copy copies item items',
);
const CONTAINERS_OF =
  /^(?:list|lists|details|detail|information|info|data|record|records|collection|catalogue|catalog|set|overview|register|kind|kinds|names|entries|entry)$/;

/** Reads tokens as a noun phrase; nothing when no word is left. */
export function readNounPhrase(tokens: readonly Token[]): NounPhrase | undefined {
  const words = tokens.filter(
    (token) => token.kind !== 'sign' || token.lower === "'s" || token.lower === '-',
  );
  const possessive = words.findIndex((token) => token.lower === "'s");
  if (possessive > 0) return readPossessive(words, possessive);
  const plain = words.filter((token) => token.lower !== "'s" && token.lower !== '-');
  const of = plain.findIndex((token, index) => index > 0 && /^(?:of|about|for|on|in)$/.test(token.lower));
  const isContainer = of > 0 && CONTAINERS_OF.test(lowerAt(plain, of - 1)) && plain.length > of + 1;
  if (isContainer && lowerAt(plain, of) !== 'in') return readNounPhrase(plain.slice(of + 1));
  const { rest, adjectives } = strip(plain);
  return build(rest, adjectives);
}

function readPossessive(words: readonly Token[], at: number): NounPhrase | undefined {
  const owner = readNounPhrase(words.slice(0, at));
  const owned = readNounPhrase(words.slice(at + 1));
  return owned && owner ? { ...owned, owner } : (owned ?? owner);
}

function strip(tokens: readonly Token[]): { rest: readonly Token[]; adjectives: readonly string[] } {
  let from = 0;
  const adjectives: string[] = [];
  while (from < tokens.length - 1) {
    const lower = (tokens[from] as Token).lower;
    if (DETERMINERS.has(lower) || lower === 'of') {
      from += 1;
    } else if (ADJECTIVES.has(lower)) {
      adjectives.push(lower);
      from += 1;
    } else {
      break;
    }
  }
  return { rest: tokens.slice(from), adjectives };
}

function build(tokens: readonly Token[], adjectives: readonly string[]): NounPhrase | undefined {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const words = tokens.flatMap((token) => asciiWords(token.text));
  const head = words.at(-1);
  if (head === undefined) return undefined;
  const isPronoun =
    PRONOUNS.has(first.lower) &&
    tokens.every(({ lower }) => PRONOUNS.has(lower) || DETERMINERS.has(lower) || lower === 'of');
  return {
    words,
    key: keyOf(words),
    start: first.start,
    end: last.end,
    isPronoun,
    isPlural: singular(head) !== head,
    adjectives,
  };
}

/** Two phrases with the same key name the same thing. */
export function keyOf(words: readonly string[]): string {
  return words.map((word, index) => (index === words.length - 1 ? singular(word) : word)).join(' ');
}

/** `Plants, suppliers and orders` → three phrases. */
export function readNounPhrases(tokens: readonly Token[]): readonly NounPhrase[] {
  return splitList(tokens)
    .map(readNounPhrase)
    .filter((phrase) => phrase !== undefined);
}

/** Splits at commas, `and`, `or`, `/` and semicolons outside parentheses. */
export function splitList(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.lower === '(' && token.kind === 'sign') depth += 1;
    if (token.lower === ')' && token.kind === 'sign') depth -= 1;
    if (depth === 0 && isListSeparator(token)) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

/** How a bracket changes the depth: 1, -1, or 0 for any other token. */
export function depthChange(token: Token): number {
  if (token.kind !== 'sign') return 0;
  if (/^[([]$/.test(token.lower)) return 1;
  return /^[)\]]$/.test(token.lower) ? -1 : 0;
}

export function isListSeparator(token: Token): boolean {
  if (token.kind === 'sign') return /^[,;/|+]$/.test(token.lower);
  return token.kind === 'word' && /^(?:and|or|plus)$/.test(token.lower);
}

export function isContainerWord(word: string): boolean {
  return CONTAINERS.has(word);
}
