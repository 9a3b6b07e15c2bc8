import { lowerAt, lowerFromEnd, lowerText } from '../text/token-at.ts';
import type { Span } from '../../requirements/requirements.ts';
import type { Token } from '../text/tokens.ts';
import { asciiWords } from '../words/names.ts';
import { isPlural, singular } from '../words/number.ts';
import { guessValue, type ScalarType, typeOfWord } from '../words/value-types.ts';
import { wordSet } from '../words/word-list.ts';
import { type Constraint, spanOf } from './constraint.ts';
import { readConstraints, readGroup, readValueGroup, startsConstraint } from './constraints.ts';
import { readValues } from './value-forms.ts';
import { keyOf, type NounPhrase, readNounPhrase } from './noun-phrase.ts';

/** A field as one part of a list says it: its name, and everything said about its values. */
export interface FieldPhrase {
  /** Lower-case words of the name as the person put it. */
  readonly words: readonly string[];
  /** What the field may refer to if that turns out to be an entity. */
  readonly phrase: NounPhrase;
  /** The whole part of the list. */
  readonly span: Span;
  readonly constraints: readonly Constraint[];
  readonly leftovers: readonly Token[];
  /** Said to hold several values: `a list of tags`, `one or more authors`. */
  readonly isList: boolean;
  /** `the name of the person`: whose it is, when that is not the owner of the field. */
  readonly whose?: NounPhrase;
  /** Implied by how it was said: `whether it is paid` is a boolean. */
  readonly shape?: ScalarType;
}

/** Splits a list of fields and reads each; a part that names nothing is left out. */
export function readFieldList(tokens: readonly Token[]): readonly FieldPhrase[] {
  return shareHeads(splitFields(tokens)).flatMap(readFieldPhrase);
}

const LEADS = wordSet('optional optionally required mandatory unique possibly perhaps maybe compulsory');
const ARTICLES = /^(?:an?|the|its|their|his|her|our|whether|when|how|number|zero|each|any|also|where|who)$/;

/** Parts of a field list: commas and `and` separate, unless what follows is about the part before. */
export function splitFields(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  let isEnumerating = false;
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i] as Token;
    if (token.kind === 'sign' && /^[([]$/.test(token.lower)) depth += 1;
    if (token.kind === 'sign' && /^[)\]]$/.test(token.lower)) depth -= 1;
    if (startsEnumeration(tokens, i)) isEnumerating = true;
    const length = depth > 0 ? 0 : separatorLength(tokens, i);
    if (length > 0 && isBoundary(tokens, i, i + length, isEnumerating)) {
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
function endsInOr(tokens: readonly Token[]): boolean {
  const joint = tokens.findIndex(
    (token) => token.kind === 'word' && /^(?:and|or|with|which|that)$/.test(token.lower),
  );
  return joint > 0 && lowerAt(tokens, joint) === 'or';
}

/** The number of tokens of a separator at this index: `,`, `and`, `, and`, `as well as`. */
function separatorLength(tokens: readonly Token[], at: number): number {
  const phrase = tokens.slice(at, at + 3).map((token) => (token.kind === 'quote' ? '"' : token.lower));
  if (phrase.join(' ') === 'as well as') return 3;
  if (phrase[0] === 'along' && phrase[1] === 'with') return 2;
  if (phrase[0] === ',' || phrase[0] === ';') return /^(?:and|plus|also|then)$/.test(phrase[1] ?? '') ? 2 : 1;
  return /^(?:and|plus|\+)$/.test(phrase[0] ?? '') && tokens[at]?.kind !== 'quote' ? 1 : 0;
}

function isBoundary(tokens: readonly Token[], at: number, next: number, isEnumerating: boolean): boolean {
  const following = tokens[next];
  if (following === undefined || at === 0) return false;
  if (lowerAt(tokens, at) === ';') return true;
  const before = tokens[at - 1] as Token;
  const isBetween =
    lowerAt(tokens, at) === 'and' && before.kind === 'number' && /^(?:number|sign)$/.test(following.kind);
  if (isBetween) return false;
  const isMoment =
    before.lower === 'date' &&
    following.lower === 'time' &&
    !/^[a-z]/.test(tokens[next + 1]?.kind === 'word' ? lowerAt(tokens, next + 1) : '');
  if (
    isMoment &&
    lowerAt(tokens, at) === 'and' &&
    !/^(?:start|end|due|loan|birth)$/.test(lowerAt(tokens, at - 2))
  )
    return false;
  if (isAtLeastOne(tokens, next)) return true;
  if (LEADS.has(following.lower)) return isNameAfterLead(tokens, next + 1);
  if (/^(?:is|has|can)$/.test(following.lower)) return isFlagName(tokens, next + 1);
  if (
    /^(?:which|that|must|should|can|may|cannot|is|are|in|by|defaulting|defaults|default|not|no|never|of|e|i|etc|such|if|where|but|or|like|has|have|initially|starting|limited)$/.test(
      following.lower,
    ) &&
    following.kind === 'word'
  ) {
    return false;
  }
  if (isEnumerating) return ARTICLES.test(following.lower);
  if (ARTICLES.test(following.lower)) return true;
  return following.kind !== 'number' && !startsConstraintNotName(tokens.slice(next));
}

/** `at least one phone number`: a name follows, not a bound of the field before. */
function isAtLeastOne(tokens: readonly Token[], at: number): boolean {
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
  return (
    token !== undefined &&
    token.kind !== 'sign' &&
    !/^(?:and|or|but|with|which|that|if|ignoring|regardless|across|among|per|for|by)$/.test(token.lower) &&
    !startsConstraintNotName(tokens.slice(at))
  );
}

/** Words such as `email` or `date` are type words and names alike; at the start of a part they are names. */
function startsConstraintNotName(tokens: readonly Token[]): boolean {
  const lower = lowerAt(tokens, 0);
  if (
    /^(?:email|e-mail|date|time|phone|url|isbn|link|number|text|uuid|timestamp|datetime|max|maximum|min|minimum|weight|flag|currency|money|amount|mobile|minutes|minute|hours|hour|days|pages|seats|year|years|month|day|m|l|h|g|people|items|units|pieces|pounds|feet|possible|starting|start|default|initial|several|percent)$/.test(
      lower,
    )
  ) {
    return (
      /^(?:max|maximum|min|minimum)$/.test(lower) && /^(?:\d|length|of|one|two|ten)/.test(lowerAt(tokens, 1))
    );
  }
  return startsConstraint(tokens);
}

const SHARING = wordSet(
  'first last given family start end start-date begin short long postal billing shipping purchase sale sales selling buying minimum maximum min max scientific common latin botanical home work opening closing arrival departure hourly daily',
);
const SHARED_HEADS = wordSet(
  'name date time price address number phone cost rate age temperature height weight',
);

/** `first and last name` → `first name`, `last name`. */
function shareHeads(parts: readonly (readonly Token[])[]): readonly (readonly Token[])[] {
  return parts.map((part, index) => {
    const next = parts[index + 1];
    const word = part.at(-1);
    const bare = part.filter((token) => !/^(?:an?|the|its|their)$/.test(token.lower));
    if (!next || !word || bare.length !== 1 || !SHARING.has(word.lower)) return part;
    const head = next.find((token, at) => at > 0 && SHARED_HEADS.has(token.lower));
    return head ? [...part, head] : part;
  });
}

interface Lead {
  readonly constraints: readonly Constraint[];
  readonly rest: readonly Token[];
  readonly isList: boolean;
}

/** One part of a list; several fields when the part is a group such as `address (street, city, postcode)`. */
export function readFieldPhrase(tokens: readonly Token[]): readonly FieldPhrase[] {
  const lead = readLead(tokens);
  const shaped = readShape(lead.rest);
  const nameLength = shaped?.length ?? nameEnd(lead.rest);
  const name = shaped?.name ?? lead.rest.slice(0, nameLength);
  const tail = lead.rest.slice(nameLength);
  const words = [...nameWords(name)];
  const phrase = readNounPhrase(name);
  if (words.length === 0 || phrase === undefined || words.length > 6) return [];
  const members = groupMembers(tail);
  if (members) return members.flatMap(readFieldPhrase);
  const isListed =
    words.length > 1 && /^(?:list|lists)$/.test(words.at(-1) ?? '') && isPlural(words.at(-2) ?? '');
  if (isListed) words.pop();
  const whose = readWhose(tail);
  const said = readTail(tail.slice(whose?.length ?? 0), words);
  return [
    {
      words,
      phrase: { ...phrase, words, key: keyOf(words) },
      span: spanOf(tokens),
      constraints: [...lead.constraints, ...said.constraints],
      leftovers: said.leftovers,
      isList: lead.isList || isListed || shaped?.isList === true,
      ...(whose ? { whose: whose.phrase } : {}),
      ...(shaped?.shape ? { shape: shaped.shape } : {}),
    },
  ];
}

/** `of the person`, `of its owner` behind a name. */
function readWhose(tail: readonly Token[]): { phrase: NounPhrase; length: number } | undefined {
  if (lowerAt(tail, 0) !== 'of' || !/^(?:the|a|an|its|their|each|this)$/.test(lowerAt(tail, 1)))
    return undefined;
  const stop = tail.findIndex(
    (token, index) => index > 1 && (token.kind === 'sign' || NAME_STOPS.has(token.lower)),
  );
  const length = stop < 0 ? tail.length : stop;
  const phrase = readNounPhrase(tail.slice(1, length));
  return phrase && length <= 5 ? { phrase, length } : undefined;
}

/** `where it was found`, `who borrowed it`: says which, and nothing about the values. */
function isRelative(tail: readonly Token[]): boolean {
  const [first, second] = [lowerAt(tail, 0), lowerAt(tail, 1)];
  if (/^(?:where|who|whom)$/.test(first)) return true;
  return (
    /^(?:that|which)$/.test(first) &&
    /^(?:it|they|we|he|she|the|someone|was|were|belongs|borrowed|made|wrote)$/.test(second)
  );
}

/** What follows the name: values behind a colon, `of`, `like` or a dash, or constraints. */
function readTail(tail: readonly Token[], words: readonly string[]): ReturnType<typeof readConstraints> {
  const first = lowerAt(tail, 0);
  const body = tail.slice(1);
  if (isRelative(tail)) return { constraints: [], leftovers: [] };
  if (/^(?::|-|is|as)$/.test(first)) {
    const values = readValueGroup(body);
    const direct = readConstraints(body);
    if (direct.leftovers.length > 0 && values) return values;
    return direct;
  }
  if (first === 'of' && endsInOr(body)) {
    const values = readValues(body, spanOf(tail));
    if (values) {
      const rest = readConstraints(body.slice(values.taken));
      return { constraints: [...values.constraints, ...rest.constraints], leftovers: rest.leftovers };
    }
  }
  if (first === '/' || first === '|') return readGroup(tail);
  return readSlashValues(tail, words) ?? readConstraints(tail);
}

/** `light sun/shade` : a slash between words lists values. */
function readSlashValues(
  tail: readonly Token[],
  _words: readonly string[],
): ReturnType<typeof readConstraints> | undefined {
  return tail.length >= 3 &&
    tail.every((token, index) => (index % 2 === 1 ? /^[/|]$/.test(token.lower) : token.kind === 'word'))
    ? readValueGroup(tail)
    : undefined;
}

function readLead(tokens: readonly Token[]): Lead {
  const constraints: Constraint[] = [];
  let isList = false;
  let at = 0;
  while (at < tokens.length - 1) {
    const token = tokens[at] as Token;
    const next = lowerAt(tokens, at + 1);
    const last = tokens[at + 3] ?? tokens[at + 1];
    if (token.lower === 'valid' && /^(?:from|until|to|till|for)$/.test(next)) break;
    if (/^(?:optional|optionally|possibly|perhaps|maybe)$/.test(token.lower)) {
      constraints.push({ kind: 'required', isRequired: false, span: [token.start, token.end] });
    } else if (/^(?:required|mandatory|compulsory)$/.test(token.lower)) {
      constraints.push({ kind: 'required', isRequired: true, span: [token.start, token.end] });
    } else if (token.lower === 'unique' || token.lower === 'distinct') {
      constraints.push({ kind: 'unique', ignoreCase: false, span: [token.start, token.end] });
    } else if (/^(?:list|lists|set|array|collection)$/.test(token.lower) && next === 'of' && last) {
      isList = true;
      at += 1;
    } else if (
      /^(?:one|zero|1|0)$/.test(token.lower) &&
      next === 'or' &&
      /^(?:more|several|many)$/.test(lowerAt(tokens, at + 2))
    ) {
      isList = true;
      at += 2;
    } else if (
      /^(?:several|multiple|many)$/.test(token.lower) ||
      isAtLeastOne(tokens, at) ||
      (token.lower === 'any' && next === 'number')
    ) {
      isList = true;
      if (token.lower === 'any' || token.lower === 'at') at += 2;
      if (token.lower === 'at') isList = false;
    } else if (
      !/^(?:an?|the|its|their|his|her|our|each|every|own|and|also|new|following|valid|some|current|-|exactly|only|given)$/.test(
        token.lower,
      )
    ) {
      break;
    } else if (token.lower === 'current' || token.lower === 'new') {
      break;
    }
    at += 1;
  }
  return { constraints, rest: tokens.slice(at), isList };
}

interface Shape {
  readonly name: readonly Token[];
  readonly length: number;
  readonly shape?: ScalarType;
  readonly isList?: boolean;
}

const AUXILIARIES = wordSet(
  'could would will should it they he she this that the a an is are was were has have had been be or not someone can',
);

/** Ways to name a field that are not noun phrases: `whether it is paid`, `when it was planted`, `how many seats it has`. */
function readShape(tokens: readonly Token[]): Shape | undefined {
  const first = lowerAt(tokens, 0);
  const second = lowerAt(tokens, 1);
  const length = clauseLength(tokens);
  const body = tokens.slice(1, length);
  if (first === 'whether' || (first === 'if' && /^(?:it|they|he|she|the)$/.test(second))) {
    const verb = body.findIndex((token) =>
      /^(?:is|are|was|were|has|have|had|can|could|will|would|should)$/.test(token.lower),
    );
    const name = (verb < 0 ? body : body.slice(verb)).filter((token) => !AUXILIARIES.has(token.lower));
    return name.length > 0 ? { name: name.slice(0, 4), length, shape: 'boolean' } : undefined;
  }
  if (
    first === 'when' ||
    (first === 'date' && /^(?:it|they|he|she|when|the)$/.test(second)) ||
    (first === 'day' && /^(?:it|they|when)$/.test(second))
  ) {
    const verb = body.filter((token) => !AUXILIARIES.has(token.lower) && token.lower !== 'when').slice(0, 1);
    const on = verb[0];
    return on ? { name: [on, { ...on, text: 'on', lower: 'on' }], length, shape: 'date' } : undefined;
  }
  if (first === 'how' && /^(?:many|much)$/.test(second)) return readHowMany(tokens, length);
  return undefined;
}

function readHowMany(tokens: readonly Token[], length: number): Shape | undefined {
  const what = tokens.slice(2, length);
  const end = what.findIndex((token) =>
    /^(?:it|they|are|is|we|there|has|have|were|can|fit|he|she|the|in)$/.test(token.lower),
  );
  const nouns = end < 0 ? what : what.slice(0, end);
  const anchor = tokens[0];
  if (anchor === undefined) return undefined;
  if (nouns.length === 0)
    return { name: [{ ...anchor, text: 'quantity', lower: 'quantity' }], length, shape: 'integer' };
  const made = (text: string): Token => ({ ...anchor, text, lower: text });
  return { name: [made('number'), made('of'), ...nouns], length, shape: 'integer' };
}

function clauseLength(tokens: readonly Token[]): number {
  const stop = tokens.findIndex((token) => token.kind === 'sign' && /^[(:,;=]$/.test(token.lower));
  return stop < 0 ? tokens.length : stop;
}

const NAME_STOPS = wordSet(
  'which who that must should defaults defaulting between from with in as is are can may cannot has have either at up max maximum min minimum not no where default by e.g like such default default: for within initially starting one if but whose used so because less more greater under over above below exceeding and to or on',
);
/** Words that end a name elsewhere and may begin or sit inside one. */
const KEPT =
  /^(?:max|maximum|min|minimum|starting|default|is|has|can|initially|used|from|to|for|on|as|at|more|less)$/;

/** How many tokens belong to the name. */
function nameEnd(tokens: readonly Token[]): number {
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i] as Token;
    if (token.kind === 'sign' && token.lower !== '-' && token.lower !== "'s") return i;
    if (token.kind === 'sign' && token.lower === '-') return i;
    if (token.kind === 'number' && i > 0) return i;
    if (token.kind === 'quote' && i > 0) return i;
    if (i === 0) continue;
    if (token.lower === 'of' && endsName(tokens, i)) return i;
    const isMoment =
      token.lower === 'and' && lowerAt(tokens, i - 1) === 'date' && lowerAt(tokens, i + 1) === 'time';
    if (NAME_STOPS.has(token.lower) && !isMoment && !isInsideName(tokens, i)) return i;
    if (isTrailingConstraint(tokens, i)) return i;
  }
  return tokens.length;
}

function endsName(tokens: readonly Token[], at: number): boolean {
  const next = lowerAt(tokens, at + 1);
  if (/^(?:at|up|max|maximum|min|minimum|between|one|exactly|type|\d+)$/.test(next)) return true;
  return endsInOr(tokens.slice(at + 1)) || /^(?:each|every|a|an|the|this|that)$/.test(next);
}

/** `paid at`, `sold on`, `is active`, `max participants`, `number of seats`, `years in service`. */
function isInsideName(tokens: readonly Token[], at: number): boolean {
  const lower = (tokens[at] as Token).lower;
  const isMoment =
    at === 1 &&
    /^(?:from|until|to|till)$/.test(lower) &&
    /^(?:date|time|year|day)$/.test(lowerAt(tokens, at + 1));
  if (isMoment) return true;
  const isLast = at === tokens.length - 1 || /^[(:,]$/.test(lowerAt(tokens, at + 1));
  return (
    at === 1 &&
    isLast &&
    /^(?:at|on|by|from|to|for|in|up)$/.test(lower) &&
    !/^(?:email|name)$/.test(lowerAt(tokens, 0))
  );
}

/** A constraint right behind the name without any sign between: `price required`, `tags optional`. */
function isTrailingConstraint(tokens: readonly Token[], at: number): boolean {
  const lower = (tokens[at] as Token).lower;
  if (KEPT.test(lower)) return false;
  return (
    /^(?:optional|required|mandatory|unique|positive|non-negative|non-empty|optionally)$/.test(lower) &&
    at > 0
  );
}

function nameWords(tokens: readonly Token[]): readonly string[] {
  const words = tokens.filter((token) => token.lower !== "'s").flatMap((token) => asciiWords(token.text));
  return words[0] !== undefined && words.length > 1 && /^(?:a|an|the|its|their|each)$/.test(words[0])
    ? words.slice(1)
    : words;
}

/** `address (street, city, postcode)` lists fields, not values: most members are names of fields. */
function groupMembers(tail: readonly Token[]): readonly (readonly Token[])[] | undefined {
  if (lowerAt(tail, 0) !== '(' || lowerFromEnd(tail, 1) !== ')') return undefined;
  const inner = tail.slice(1, -1);
  const parts = splitFields(inner);
  const isType = typeOfWord(lowerText(inner)) !== undefined;
  if (parts.length < 2 || isType || inner.some((token) => token.lower === 'or')) return undefined;
  const named = parts.filter((part) => part.length <= 3 && isFieldName(part));
  return named.length >= 2 && named.length * 2 > parts.length ? parts : undefined;
}

function isFieldName(tokens: readonly Token[]): boolean {
  if (startsConstraintNotName(tokens)) return false;
  const words = nameWords(tokens);
  const guess = guessValue(words);
  return (
    guess.isKnown &&
    !/^(?:new|good|open|paid|done|active|read|public|private)$/.test(singular(words.at(-1) ?? '')) &&
    guess.type !== 'boolean'
  );
}
