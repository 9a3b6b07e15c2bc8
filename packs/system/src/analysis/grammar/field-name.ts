import { lowerAt } from '../text/token-at.ts';
import type { Token } from '../text/tokens.ts';
import { asciiWords } from '../words/names.ts';
import { isPlural } from '../words/number.ts';
import { wordSet } from '../words/word-list.ts';
import { endsInOr } from './field-split.ts';

/** Words that end the name of a field. */
export const NAME_STOPS = wordSet(
  'which who that must should defaults defaulting between from with in as is are can may cannot has have either at up max maximum min minimum not no where default by e.g like such default default: for within initially starting one if but whose used so because less more greater under over above below exceeding and to or on it they he she we',
);
/** Words that end a name elsewhere and may begin or sit inside one. */
const KEPT =
  /^(?:max|maximum|min|minimum|starting|default|is|has|can|initially|used|from|to|for|on|as|at|more|less)$/;
const SHORT_UNIT =
  /^(?:kg|g|mg|cm|mm|m|km|ml|cl|l|eur|usd|gbp|chf|h|kwh|hpa|bar|m2|m²|°c|°f|percent|lbs?|ft|euros?|dollars?|litres?|grams?|minutes?)$/;

/** One reason why the name ends before the token at an index. */
type Stop = (tokens: readonly Token[], at: number, token: Token) => boolean;

const STOPS: readonly Stop[] = [
  (_tokens, _at, token) => token.kind === 'sign' && token.lower !== "'s",
  (_tokens, at, token) => at > 0 && (token.kind === 'number' || token.kind === 'quote'),
  (tokens, at, token) => at > 0 && token.lower === 'of' && endsAtOf(tokens, at),
  (tokens, at, token) =>
    at > 0 &&
    NAME_STOPS.has(token.lower) &&
    !isDateAndTime(tokens, at) &&
    !isInsideName(tokens, at) &&
    !isForWhom(tokens, at),
  (_tokens, at, token) => at > 0 && isTrailingConstraint(token),
  (tokens, at, token) => at > 0 && token.kind === 'word' && /^[/|]$/.test(lowerAt(tokens, at + 1)),
  (tokens, at, token) =>
    at > 0 && /^(?:yes|true)$/.test(token.lower) && /^(?:\/|or|no|false)$/.test(lowerAt(tokens, at + 1)),
  (tokens, at, token) => at > 0 && SHORT_UNIT.test(token.lower) && endsUnit(tokens, at),
];

/** How many tokens belong to the name. */
export function nameEnd(tokens: readonly Token[]): number {
  const end = tokens.findIndex((token, at) => STOPS.some((stop) => stop(tokens, at, token)));
  return end < 0 ? tokens.length : end;
}

function endsAtOf(tokens: readonly Token[], at: number): boolean {
  const next = lowerAt(tokens, at + 1);
  if (/^(?:at|up|max|maximum|min|minimum|between|one|exactly|type|about|around|\d+)$/.test(next)) return true;
  return endsInOr(tokens.slice(at + 1)) || /^(?:each|every|a|an|the|this|that)$/.test(next);
}

function isDateAndTime(tokens: readonly Token[], at: number): boolean {
  return (
    lowerAt(tokens, at) === 'and' && lowerAt(tokens, at - 1) === 'date' && lowerAt(tokens, at + 1) === 'time'
  );
}

/** `paid at`, `sold on`, `from date`: prepositions that belong to the name. */
function isInsideName(tokens: readonly Token[], at: number): boolean {
  if (at !== 1) return false;
  const lower = lowerAt(tokens, at);
  const next = lowerAt(tokens, at + 1);
  if (/^(?:from|until|to|till)$/.test(lower) && /^(?:date|time|year|day)$/.test(next)) return true;
  const isLast = at === tokens.length - 1 || /^(?:[(:,?]|required|optional)$/.test(next);
  return (
    isLast && /^(?:at|on|by|from|to|for|in|up)$/.test(lower) && !/^(?:email|name)$/.test(lowerAt(tokens, 0))
  );
}

/** `fare for children`: a plural behind `for` tells two fields of one name apart. */
function isForWhom(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  if (lowerAt(tokens, at) !== 'for' || next?.kind !== 'word' || !isPlural(next.lower)) return false;
  return (
    at + 2 >= tokens.length || tokens[at + 2]?.kind === 'sign' || NAME_STOPS.has(lowerAt(tokens, at + 2))
  );
}

/** A constraint right behind the name without any sign between: `price required`, `tags optional`. */
function isTrailingConstraint(token: Token): boolean {
  return (
    !KEPT.test(token.lower) &&
    /^(?:optional|required|mandatory|unique|positive|non-negative|non-empty|optionally|compulsory)$/.test(
      token.lower,
    )
  );
}

/** `weight kg > 0`, `length cm`: a unit stands last, or before what is said about the value. */
function endsUnit(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  return (
    next === undefined ||
    next.kind === 'number' ||
    /^(?:[(:,=*?<>]|<=|>=|min|max|between|from|at|up|optional|required|unique|default)$/.test(next.lower)
  );
}

const COMPOUNDS = wordSet('"web site" "e mail" "home page" "post code" "bar code" "time stamp"');

/** `web site` and `website` are one name. */
function joinCompounds(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    if (before !== undefined && COMPOUNDS.has(`${before} ${word}`)) joined[joined.length - 1] = before + word;
    else joined.push(word);
  }
  return joined;
}

const NEVER = wordSet(
  'the an be been being which who whose that are were am they them their it its this these those',
);
const QUANTITIES = wordSet(
  'both all each every everything none neither nothing one two three four five six seven ones other others any some',
);

/** What no name of a field is, looking at all of its words. */
const NO_NAMES: readonly ((words: readonly string[]) => boolean)[] = [
  (words) => words.some((word) => NEVER.has(word)),
  (words) => QUANTITIES.has(words[0] ?? '') && (words.length === 1 || words[1] === 'of'),
  (words) => words.length === 1 && /^(?:by|at|in|on|for|as|up)$/.test(words[0] ?? ''),
  (words) => /^(?:of|with|than|into|and|or)$/.test(words.at(-1) ?? ''),
];

/** Lower-case words of a name; none when they hold what no name does: pronouns, articles, forms of `be`. */
export function nameWords(tokens: readonly Token[]): readonly string[] {
  const plain = tokens.filter((token) => token.lower !== "'s").flatMap((token) => asciiWords(token.text));
  const said = joinCompounds(plain);
  const isLed = said.length > 1 && /^(?:a|an|the|its|their|each|with)$/.test(said[0] ?? '');
  const words = isLed ? said.slice(1) : said;
  return NO_NAMES.some((isNone) => isNone(words)) ? [] : words;
}
