import { lowerAt } from '../text/token-at.ts';
import type { Token } from '../text/tokens.ts';
import { wordSet } from '../words/word-list.ts';
import { startsConstraint } from './constraints.ts';
import { depthChange } from './noun-phrase.ts';

const LEADS = wordSet('optional optionally required mandatory unique possibly perhaps maybe compulsory');
const ARTICLES =
  /^(?:an?|the|its|their|his|her|our|whether|when|how|number|zero|each|any|also|where|who|what|whose)$/;
const JOINTS = /^(?:and|plus|also|then|,)$/;

/** Parts of a field list: commas and `and` separate, unless what follows is about the part before. */
export function splitFields(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  let isEnumerating = false;
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i] as Token;
    depth += depthChange(token);
    if (startsEnumeration(tokens, i)) isEnumerating = true;
    const length = depth > 0 ? 0 : separatorLength(tokens, i);
    if (length > 0 && isBoundary({ tokens, at: i, next: i + length, isEnumerating })) {
      parts.push([]);
      isEnumerating = false;
      i += length - 1;
    } else {
      parts.at(-1)?.push(token);
    }
  }
  return parts.filter((part) => part.length > 0);
}

const ENUMERATION_STARTS = /^(?:either|:)$/;

function startsEnumeration(tokens: readonly Token[], at: number): boolean {
  const lower = lowerAt(tokens, at);
  if (lower === 'one' && lowerAt(tokens, at + 1) === 'of') return true;
  if (ENUMERATION_STARTS.test(lower)) return true;
  return lower === 'of' && endsInOr(tokens.slice(at + 1));
}

/** `sun, shade or partial shade`: a list whose last joint is `or`, before any other `and`. */
export function endsInOr(tokens: readonly Token[]): boolean {
  const joint = tokens.findIndex(
    (token) => token.kind !== 'quote' && /^(?:and|or|with|which|that|[([])$/.test(token.lower),
  );
  return joint > 0 && lowerAt(tokens, joint) === 'or';
}

/** Separators of several words and signs, the longer ones first. */
const SEPARATORS: readonly (readonly RegExp[])[] = [
  [/^as$/, /^well$/, /^as$/],
  [/^along$/, /^with$/],
  [/^[,;]$/, JOINTS],
  [/^[,;]$/],
  [/^(?:and|plus|\+)$/, /^,$/],
  [/^(?:and|plus|\+)$/],
];

/** The number of tokens of a separator at this index: `,`, `and`, `, and`, `and,`, `as well as`. */
function separatorLength(tokens: readonly Token[], at: number): number {
  const found = SEPARATORS.find((separator) =>
    separator.every((word, offset) => {
      const token = tokens[at + offset];
      return token !== undefined && token.kind !== 'quote' && word.test(token.lower);
    }),
  );
  return found?.length ?? 0;
}

/** A separator in a field list: where it stands and where the words behind it begin. */
interface Joint {
  readonly tokens: readonly Token[];
  readonly at: number;
  readonly next: number;
  readonly isEnumerating: boolean;
}

/** One reason why a separator does or does not begin another field; the first that decides wins. */
type Reason = (joint: Joint) => boolean | undefined;

const CONTINUES =
  /^(?:which|that|must|should|can|may|cannot|is|are|in|by|defaulting|defaults|default|not|no|never|of|e|i|etc|such|if|where|but|or|like|has|have|initially|starting|limited)$/;

const REASONS: readonly Reason[] = [
  ({ tokens, at, next }) => (tokens[next] === undefined || at === 0 ? false : undefined),
  ({ tokens, at, next }) =>
    lowerAt(tokens, at) === ';' && !CONTINUES.test(lowerAt(tokens, next)) ? true : undefined,
  ({ tokens, at }) => (isOnlyLead(tokens, at) ? false : undefined),
  ({ tokens, at, next }) => (isBetween(tokens, at, next) || isMoment(tokens, at, next) ? false : undefined),
  ({ tokens, next }) => (isAtLeastOne(tokens, next) ? true : undefined),
  ({ tokens, next }) => (LEADS.has(lowerAt(tokens, next)) ? isNameAfterLead(tokens, next + 1) : undefined),
  ({ tokens, next }) =>
    /^(?:is|has|can)$/.test(lowerAt(tokens, next)) ? isFlagName(tokens, next + 1) : undefined,
  ({ tokens, next }) =>
    CONTINUES.test(lowerAt(tokens, next)) && tokens[next]?.kind === 'word' && !isPlace(tokens, next)
      ? false
      : undefined,
  ({ tokens, next, isEnumerating }) => (isEnumerating ? isArticle(tokens[next]) : undefined),
  ({ tokens, next }) => (isArticle(tokens[next]) ? true : undefined),
];

function isBoundary(joint: Joint): boolean {
  for (const reason of REASONS) {
    const found = reason(joint);
    if (found !== undefined) return found;
  }
  const { tokens, next } = joint;
  return tokens[next]?.kind !== 'number' && !startsConstraintNotName(tokens.slice(next));
}

/** `A` in the middle of a list is a value or a name, `a` an article. */
export function isArticle(token: Token | undefined): boolean {
  return token !== undefined && token.text !== 'A' && token.kind === 'word' && ARTICLES.test(token.lower);
}

/** `where it was found` begins a field of its own behind a comma. */
function isPlace(tokens: readonly Token[], at: number): boolean {
  return lowerAt(tokens, at) === 'where' && /^(?:it|they|he|she|the)$/.test(lowerAt(tokens, at + 1));
}

/** `and, optionally, a photo`: nothing but `optionally` stands before the comma. */
function isOnlyLead(tokens: readonly Token[], at: number): boolean {
  return LEADS.has(lowerAt(tokens, at - 1)) && (at === 1 || JOINTS.test(lowerAt(tokens, at - 2)));
}

/** `between 1 and 5` */
function isBetween(tokens: readonly Token[], at: number, next: number): boolean {
  return (
    lowerAt(tokens, at) === 'and' &&
    tokens[at - 1]?.kind === 'number' &&
    /^(?:number|sign)$/.test(tokens[next]?.kind ?? '')
  );
}

/** `date and time` is one field. */
function isMoment(tokens: readonly Token[], at: number, next: number): boolean {
  const behind = tokens[next + 1];
  return (
    lowerAt(tokens, at) === 'and' &&
    lowerAt(tokens, at - 1) === 'date' &&
    lowerAt(tokens, next) === 'time' &&
    !(behind?.kind === 'word' && /^[a-z]/.test(behind.lower)) &&
    !/^(?:start|end|due|loan|birth)$/.test(lowerAt(tokens, at - 2))
  );
}

/** `at least one phone number`: a name follows, not a bound of the field before. */
export function isAtLeastOne(tokens: readonly Token[], at: number): boolean {
  const isCount =
    lowerAt(tokens, at) === 'at' &&
    lowerAt(tokens, at + 1) === 'least' &&
    /^(?:one|a|an)$/.test(lowerAt(tokens, at + 2));
  return (
    isCount &&
    tokens[at + 3]?.kind === 'word' &&
    !/^(?:character|letter|item|digit|entry|and|or)$/.test(lowerAt(tokens, at + 3))
  );
}

/** `is covered (yes/no)` names a field; `is required`, `has at most 5` say something about the last one. */
function isFlagName(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (
    token === undefined ||
    token.kind !== 'word' ||
    /^(?:an?|the|not|never|always|to|be|also)$/.test(token.lower)
  )
    return false;
  return !startsConstraint(tokens.slice(at));
}

/** `optional description` names a field; `optional` alone or before a comma says something about the last one. */
function isNameAfterLead(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined) return false;
  if (token.lower === ',' && isArticle(tokens[at + 1])) return true;
  return (
    token.kind !== 'sign' &&
    !/^(?:and|or|but|with|which|that|if|ignoring|regardless|across|among|per|for|by|except|too)$/.test(
      token.lower,
    ) &&
    !startsConstraintNotName(tokens.slice(at))
  );
}

const TYPE_LIKE_NAMES = wordSet(
  'email e-mail date time phone url isbn link number text uuid timestamp datetime max maximum min minimum weight flag currency money amount mobile minutes minute hours hour days pages seats year years month day m l h g people items units pieces pounds feet possible starting start default initial several percent',
);

/** Words such as `email` or `date` are type words and names alike; at the start of a part they are names. */
export function startsConstraintNotName(tokens: readonly Token[]): boolean {
  const lower = lowerAt(tokens, 0);
  if (!TYPE_LIKE_NAMES.has(lower)) return startsConstraint(tokens);
  if (/^(?:default|initial)$/.test(lower))
    return !/^[,(]?$/.test(lowerAt(tokens, 1)) && startsConstraint(tokens);
  return (
    /^(?:max|maximum|min|minimum)$/.test(lower) && /^(?:\d|length|of|one|two|ten)/.test(lowerAt(tokens, 1))
  );
}
