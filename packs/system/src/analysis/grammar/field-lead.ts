import { lowerAt } from '../text/token-at.ts';
import type { Token } from '../text/tokens.ts';
import type { Constraint } from './constraint.ts';
import { isAtLeastOne } from './field-split.ts';

/** What stands before the name of a field: articles, `optional`, `unique`, `a list of`. */
export interface Lead {
  readonly constraints: readonly Constraint[];
  readonly rest: readonly Token[];
  readonly isList: boolean;
}

/** What the words at an index say, and how many they are. */
interface Step {
  readonly length: number;
  readonly constraint?: Constraint;
  readonly isList?: boolean;
}

type LeadWord = (tokens: readonly Token[], at: number, token: Token) => Step | undefined;

const ARTICLES =
  /^(?:an?|the|its|their|his|her|our|each|every|own|and|also|following|valid|some|-|exactly|only|given|with)$/;

/** In the order they are tried; the first that knows the word takes it. */
const LEAD_WORDS: readonly LeadWord[] = [
  (_tokens, _at, token) =>
    /^(?:optional|optionally|possibly|perhaps|maybe)$/.test(token.lower)
      ? { length: 1, constraint: { kind: 'required', isRequired: false, span: [token.start, token.end] } }
      : undefined,
  (_tokens, _at, token) =>
    /^(?:required|mandatory|compulsory)$/.test(token.lower)
      ? { length: 1, constraint: { kind: 'required', isRequired: true, span: [token.start, token.end] } }
      : undefined,
  (_tokens, _at, token) =>
    /^(?:unique|distinct)$/.test(token.lower)
      ? { length: 1, constraint: { kind: 'unique', ignoreCase: false, span: [token.start, token.end] } }
      : undefined,
  (tokens, at, token) =>
    /^(?:list|lists|set|array|collection)$/.test(token.lower) && lowerAt(tokens, at + 1) === 'of'
      ? { length: 2, isList: true }
      : undefined,
  (tokens, at, token) =>
    /^(?:one|zero|1|0)$/.test(token.lower) &&
    lowerAt(tokens, at + 1) === 'or' &&
    /^(?:more|several|many)$/.test(lowerAt(tokens, at + 2))
      ? { length: 3, isList: true }
      : undefined,
  (tokens, at, token) =>
    token.lower === 'any' && lowerAt(tokens, at + 1) === 'number' ? { length: 3, isList: true } : undefined,
  (tokens, at) => (isAtLeastOne(tokens, at) ? { length: 3 } : undefined),
  (_tokens, _at, token) =>
    /^(?:several|multiple|many)$/.test(token.lower) ? { length: 1, isList: true } : undefined,
  (tokens, at, token) => {
    const isName = token.lower === 'valid' && /^(?:from|until|to|till|for)$/.test(lowerAt(tokens, at + 1));
    return ARTICLES.test(token.lower) && !isName && !isValueA(token, at) ? { length: 1 } : undefined;
  },
  (tokens, at, token) =>
    token.lower === ',' && /^(?:optional|optionally|possibly|perhaps|maybe)$/.test(lowerAt(tokens, at - 1))
      ? { length: 1 }
      : undefined,
];

/** `A` behind other words is a name. */
function isValueA(token: Token, at: number): boolean {
  return token.text === 'A' && at > 0;
}

/** Takes the words before the name; one word is always left for the name. */
export function readLead(tokens: readonly Token[]): Lead {
  const constraints: Constraint[] = [];
  let isList = false;
  let at = 0;
  while (at < tokens.length - 1) {
    const token = tokens[at] as Token;
    const step = LEAD_WORDS.map((word) => word(tokens, at, token)).find((one) => one !== undefined);
    if (!step) break;
    if (step.constraint) constraints.push(step.constraint);
    isList ||= step.isList === true;
    at = Math.min(at + step.length, tokens.length - 1);
  }
  return { constraints, rest: tokens.slice(at), isList };
}
