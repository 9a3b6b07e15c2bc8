import { lowerAt } from '../text/token-at.ts';
import type { Token } from '../text/tokens.ts';
import { wordSet } from '../words/word-list.ts';
import { readVerbs } from './forms/read-verbs.ts';
import { type Pattern, pattern } from './pattern.ts';

/** A part of a sentence with one verb. */
export interface Clause {
  /** With the subject of the clause before in front when it has none of its own. */
  readonly tokens: readonly Token[];
  /** The clause's own tokens. */
  readonly own: readonly Token[];
}

const FINITE = wordSet(
  'references connects includes receives gets get has have belongs belong can cannot may must should is are goes go moves move needs need consists contains refers links starts start begins begin requires require never defaults takes links shall will',
);
const KEEPING = /^(?:records|stores|keeps|notes|holds)$/;
const SUBJECT_BLOCKERS = wordSet(
  'which who that whose whether how between from or with when if while once unless , ; : ( ) of by',
);
const CONDITIONS = wordSet('when if while once unless until whenever provided after before as');

/** Splits a sentence where a new verb phrase or a new subject with a verb begins. */
export function splitClauses(tokens: readonly Token[]): readonly Clause[] {
  const starts = [0, ...splitPoints(tokens)];
  const clauses: Clause[] = [];
  let subject: readonly Token[] = [];
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? tokens.length;
    const from = index > 0 && lowerAt(tokens, start) === 'or' ? start + 1 : start;
    const own = trimJoints(tokens.slice(from, end));
    const isLabel = lowerAt(tokens, end) === ':' && !own.some((token) => FINITE.has(token.lower));
    if (own.length === 0 || isLabel) continue;
    const hasSubject = index === 0 || !(FINITE.has(lowerAt(own, 0)) || KEEPING.test(lowerAt(own, 0)));
    if (hasSubject) subject = subjectOf(own);
    clauses.push({ tokens: hasSubject ? own : [...subject, ...own], own });
  }
  return clauses;
}

function splitPoints(tokens: readonly Token[]): readonly number[] {
  const points: number[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 1; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    if (token.kind === 'sign' && /^[([]$/.test(token.lower)) depth += 1;
    if (token.kind === 'sign' && /^[)\]]$/.test(token.lower)) depth -= 1;
    if (depth > 0) continue;
    const joint =
      jointAt(tokens, at) || (token.lower === 'or' && isNextImperative(tokens, from, at + 1) ? 1 : 0);
    if (joint === 0) continue;
    const isStop =
      token.kind === 'sign' &&
      /^[;:]$/.test(token.lower) &&
      (startsClause(tokens, at + joint, true) || startsOrder(token, tokens.slice(at + joint))) &&
      (token.lower === ';' || introduces(tokens, at + joint));
    if (
      !isStop &&
      !isNextImperative(tokens, from, at + joint) &&
      !(hasVerb(tokens, from, at) && startsClause(tokens, at + joint, !hasCondition(tokens, from, at)))
    )
      continue;
    points.push(at);
    from = at + joint;
    at = from;
  }
  return points;
}

/** `, and`, `and`, `but`, `;`, `while`, and a comma alone. */
function jointAt(tokens: readonly Token[], at: number): number {
  let length = 0;
  while (length < 4 && isJoint(tokens[at + length])) length += 1;
  return length;
}

function isJoint(token: Token | undefined): boolean {
  if (token === undefined || token.kind === 'quote') return false;
  return token.kind === 'sign'
    ? /^[,;:-]$/.test(token.lower)
    : /^(?:and|but|whereas|so|also|then|additionally|moreover)$/.test(token.lower);
}

/** `…; keep it all in memory`: behind a semicolon an imperative begins a clause. */
function startsOrder(sign: Token, rest: readonly Token[]): boolean {
  return (
    sign.lower === ';' && (readVerbs(rest).verbs.length > 0 || /^(?:use|run|please)$/.test(lowerAt(rest, 0)))
  );
}

/** `list all plants and filter them by light`: behind one imperative another that has an object of its own. */
function isNextImperative(tokens: readonly Token[], from: number, at: number): boolean {
  const first = readVerbs(tokens.slice(from));
  const second = readVerbs(tokens.slice(at));
  const isMark = /^(?:mark|flag)$/.test(lowerAt(tokens, at));
  const next = lowerAt(tokens, at + (isMark ? 1 : second.length));
  return (
    first.verbs.length > 0 &&
    from + first.length < at - 1 &&
    (second.verbs.length > 0 || isMark) &&
    (lowerAt(tokens, at) === lowerAt(tokens, from) || HAS_OBJECT.test(next))
  );
}

const HAS_OBJECT = /^(?:them|it|these|those|one|all|by|an?|the|each|every|new)$/;

function hasVerb(tokens: readonly Token[], from: number, to: number): boolean {
  return tokens.slice(from + 1, to).some((token) => token.kind === 'word' && FINITE.has(token.lower));
}

function hasCondition(tokens: readonly Token[], from: number, to: number): boolean {
  return tokens.slice(from, to).some((token) => token.kind === 'word' && CONDITIONS.has(token.lower));
}

/** Behind a colon only a whole sentence begins a clause: `each bid is for an item`. */
function introduces(tokens: readonly Token[], at: number): boolean {
  return (
    /^(?:an?|each|every|the|no|it|they|only)$/.test(lowerAt(tokens, at)) &&
    !/^(?:list|one|number|date)$/.test(lowerAt(tokens, at + 1))
  );
}

function startsClause(tokens: readonly Token[], at: number, allowsSubject: boolean): boolean {
  const first = tokens[at];
  if (first === undefined || first.kind !== 'word') return false;
  if (first.lower === 'by' && lowerAt(tokens, at + 1) === 'default' && lowerAt(tokens, at + 2) === 'the')
    return true;
  if (
    /^(?:starts?|begins?|goes|moves?)$/.test(first.lower) &&
    /^(?:dates?|times?|days?|years?|points?|places?|of|and)$/.test(lowerAt(tokens, at + 1))
  )
    return false;
  if (FINITE.has(first.lower)) return !/^(?:is|are)$/.test(first.lower) || tokens[at + 1] !== undefined;
  if (/^(?:we|i)$/.test(first.lower) && /^(?:want|need|would|also|must)$/.test(lowerAt(tokens, at + 1)))
    return true;
  if (KEEPING.test(first.lower)) return /^(?:the|an?|its|their)$/.test(lowerAt(tokens, at + 1));
  if (!allowsSubject || SUBJECT_BLOCKERS.has(first.lower))
    return /^(?:once|if|when)$/.test(first.lower) && allowsSubject;
  if (/^(?:for|once|when|if|only|no|never|there|deleting|initially|mark)$/.test(first.lower)) return true;
  if (/^(?:we|i)$/.test(first.lower) && /^(?:want|need|would|also|must)$/.test(lowerAt(tokens, at + 1)))
    return true;
  for (let i = at + 1; i < Math.min(tokens.length, at + 6); i += 1) {
    const token = tokens[i] as Token;
    if (SUBJECT_BLOCKERS.has(token.lower) || token.kind === 'number' || token.lower === 'and') return false;
    if (i > at + 1 && /^(?:it|they|he|she|we)$/.test(token.lower)) return false;
    if (i > at + 1 && /^(?:it|they|he|she|we)$/.test(token.lower)) return false;
    const isNoun = /^(?:an?|the|its|their|each|every|optional|unique)$/.test(lowerAt(tokens, i - 1));
    if (FINITE.has(token.lower) && !isNoun) return true;
  }
  return false;
}

function subjectOf(tokens: readonly Token[]): readonly Token[] {
  const verb = tokens.findIndex((token) => token.kind === 'word' && FINITE.has(token.lower));
  return verb > 0 ? tokens.slice(0, verb) : [];
}

function trimJoints(tokens: readonly Token[]): readonly Token[] {
  let from = 0;
  let to = tokens.length;
  while (from < to && isJoint(tokens[from])) from += 1;
  while (to > from && tokens[to - 1]?.kind === 'sign' && /^[.,;!?:-]$/.test(lowerAt(tokens, to - 1))) to -= 1;
  return tokens.slice(from, to);
}

/** Ways to lead into what is wanted; what is wanted stands behind them. */
const PREAMBLES: readonly Pattern[] = [
  'as a|an|the <role> ,? i|we|they want|need|would_like|wish|should_be_able|must_be_able|can|should|like to be? able? to?',
  'it should|must|has_to|shall|needs_to|will also? be possible to',
  'it should|must|shall|will also?',
  'it is|shall_be possible to',
  'it can|could|may',
  'the|our|this|my? system|app|application|api|service|software|program|tool|backend|server|staff|users|user|people|everyone|anyone|employees|volunteers|team|club|librarians|admin|admins|administrator|manager|clients|curators|coaches|teachers|assistants|mechanics|gardeners must|should|shall|will|can|could|may|needs_to|need_to|has_to|have_to|want_to|is_able_to|are_able_to|would_like_to also? be_able_to|be_able|allow_us_to|allow_me_to|let_us|let_me|help_us|allow_users_to|let_users|support|provide_a_way_to|make_it_possible_to|make_it_possible_for_us_to?',
  'we|i|you|they also? want|need|would_like|wish|have|like|ought|expect also? to? be? able? to',
  'we|i|you|they also? can|must|should|could|will|shall|may also? be? able? to?',
  "we|i also? want|need|would_like|'d_like a_way to?",
  'if|when|whenever|once someone|somebody|anyone|people|a_customer|a_member <event> ,? i|we',
  'allow|allows|enable|enables|let|lets|permit|permits us|me|users|staff|people|members|the_user|everyone|you to?',
  'allow|allows|enable|enables|permit|permits to',
  'ability|option|possibility|way|need|support|endpoint|endpoints|functions|functionality to|for',
  'the|an|a ability|option|possibility|way|endpoint|function to|for',
  'please|also|additionally|finally|furthermore|moreover|then|besides|next|first|secondly|second|in_addition|of_course|ideally|basically|note_that|remember_that|importantly|for_now|so|and|but|plus|often|usually|sometimes|generally|optionally_also ,?',
  'users|user|staff|people|you|someone|anyone can|may|should',
  'be_able_to',
  'support|supports|provide|provides|offer|offers for?',
  'to',
  'user_story :',
  'features|functions|feature|rules|rule|requirements|operations|note|notes :',
  'feature :',
  'rule :',
  'note :',
].map(pattern);

/** Removes what leads into the sentence: `We want to be able to`, `As a member I want to`. */
export function dropPreamble(tokens: readonly Token[]): readonly Token[] {
  let rest = tokens;
  for (let round = 0; round < 4; round += 1) {
    const found = PREAMBLES.map((one) => one.matchStart(rest)).find(
      (match) => match !== undefined && match.length < rest.length,
    );
    if (!found) break;
    if (lowerAt(rest, 0) === 'to' && round === 0) break;
    if (lowerAt(rest, found.length - 1) === 'be') break;
    if (/^(?:have|has|be|include|contain|belong|refer|only|not|never)$/.test(lowerAt(rest, found.length)))
      break;
    rest = rest.slice(found.length);
  }
  return rest;
}

const PURPOSES: readonly (readonly string[])[] = [
  ['so', 'that'],
  ...['we', 'i', 'it', 'they', 'you', 'members', 'everyone', 'nobody', 'people', 'users'].flatMap((who) =>
    ['can', 'know', 'could', 'do', 'is', 'are', 'gets'].map((verb) => ['so', who, verb]),
  ),
  ['because'],
  ['in', 'order', 'to'],
  ['since'],
];

/** Splits off why something is wanted: `so that …`, `because …`. */
export function splitPurpose(tokens: readonly Token[]): {
  readonly main: readonly Token[];
  readonly purpose: readonly Token[];
} {
  const at = tokens.findIndex(
    (_, index) =>
      index > 1 &&
      PURPOSES.some((words) => words.every((word, offset) => lowerAt(tokens, index + offset) === word)),
  );
  return at < 0
    ? { main: tokens, purpose: [] }
    : { main: trimJoints(tokens.slice(0, at)), purpose: tokens.slice(at) };
}

export { trimJoints };
