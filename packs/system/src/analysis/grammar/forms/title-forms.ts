import { lowerAt } from '../../text/token-at.ts';
import type { Span } from '../../../requirements/requirements.ts';
import type { Token } from '../../text/tokens.ts';
import { asciiWords } from '../../words/names.ts';
import { wordSet } from '../../words/word-list.ts';
import { spanOf } from '../constraint.ts';
import { isPlural } from '../../words/number.ts';
import { readNounPhrases } from '../noun-phrase.ts';
import type { Proposal } from '../proposal.ts';

const BUILD = wordSet(
  'create build make develop write implement generate design need want looking give provide like love set please code program construct deliver require prepare scaffold produce',
);
const SYSTEM = wordSet(
  'api service system application app backend server tool software program platform website microservice database solution back-end',
);
const THING = wordSet(
  'tracker register registry catalogue catalog directory inventory manager organiser organizer planner log logbook list diary journal ledger index archive management tracking administration',
);
const GENERIC = wordSet(
  'a an the simple small rest restful json http crud web basic little tiny new our my lightweight minimal backend back-end online digital modern complete full rest-api restful-api me us nice typescript node typed good sort of kind',
);

/** What may follow the noun that names a system; anything else makes it a part of a longer noun. */
const BEHIND =
  /^(?:that|which|who|where|for|with|to|of|in|on|at|by|so|and|called|named|using|having|under|via|over|we|it|i|,|:|;|\.|-|\(|)$/;

/** The words that say what a system is about, and how many tokens that took. */
export interface TitleReading {
  readonly proposals: readonly Proposal[];
  readonly span: Span;
  /** What is left to read: `with the following features`, `that tracks members`. */
  readonly rest: readonly Token[];
}

/** `Create a task management API with …`, `We run a small plant nursery and need …`. */
export function readTitle(tokens: readonly Token[]): TitleReading | undefined {
  return readBuild(tokens) ?? readBusiness(tokens) ?? readIsSystem(tokens);
}

function readBuild(tokens: readonly Token[]): TitleReading | undefined {
  let verb = tokens.findIndex((token, index) => index < 6 && BUILD.has(token.lower));
  while (verb >= 0 && BUILD.has(lowerAt(tokens, verb + 1))) verb += 1;
  const start = verb >= 0 ? verb + 1 : /^(?:an?)$/.test(lowerAt(tokens, 0)) ? 0 : -1;
  if (start < 0) return undefined;
  const noun = tokens.findIndex(
    (token, index) =>
      index >= start &&
      index < start + 12 &&
      lowerAt(tokens, index - 1) !== 'to' &&
      (SYSTEM.has(token.lower) ||
        (THING.has(token.lower) &&
          !SYSTEM.has(lowerAt(tokens, index + 1)) &&
          !THING.has(lowerAt(tokens, index + 1)))),
  );
  if (noun < 0) return undefined;
  const before = tokens.slice(start, noun);
  if (saysMore(before)) return undefined;
  if (
    before.some(
      (token, index) =>
        /^(?:that|which|who|with|,|:|where|has|is|keep|track|store|record|manage|to)$/.test(token.lower) &&
        !(
          /^(?:record|store|track)$/.test(token.lower) &&
          /^(?:an?|the|our|my)$/.test(lowerAt(before, index - 1))
        ),
    )
  )
    return undefined;
  const isThing = THING.has(lowerAt(tokens, noun));
  let end = noun + 1;
  while (SYSTEM.has(lowerAt(tokens, end))) end += 1;
  if (!BEHIND.test(lowerAt(tokens, end))) return undefined;
  return finish(tokens, isThing ? [...before, tokens[noun] as Token] : before, end);
}

/** `a loan records the tool`: a sentence about records in which a word for a system happens to stand. */
function saysMore(tokens: readonly Token[]): boolean {
  const first = tokens.findIndex((token) => !/^(?:an?|the|me|us|my|our)$/.test(token.lower));
  return (
    first >= 0 &&
    tokens
      .slice(first)
      .some((token) => /^(?:an?|the|its|their|records|stores|keeps|holds|shows|uses)$/.test(token.lower))
  );
}

/** `for a plant nursery`, `of our club`, `called "Green Thumb"` behind the system's name. */
function finish(tokens: readonly Token[], modifiers: readonly Token[], from: number): TitleReading {
  const proposals: Proposal[] = [];
  let at = from;
  const called = readCalled(tokens, at);
  let named: readonly string[] = called?.words ?? [];
  if (called) at = called.end;
  let domain: readonly Token[] = [];
  if (
    (/^(?:for|of|at)$/.test(lowerAt(tokens, at)) &&
      !/^(?:managing|tracking|storing|keeping|recording|handling|organising|organizing|cataloguing|running|our|simplicity)$/.test(
        tokens[at + 1]?.lower ?? '_',
      )) ||
    (lowerAt(tokens, at) === 'for' && lowerAt(tokens, at + 1) === 'our')
  ) {
    const isKept = /^(?:its|their)$/.test(lowerAt(tokens, at + 1));
    const end = isKept ? keptEnd(tokens, at + 1) : domainEnd(tokens, at + 1);
    domain = tokens.slice(at + 1, end);
    at = end;
    const later = readCalled(tokens, at);
    if (later) {
      named = later.words;
      at = later.end;
    }
  }
  const words = meaningful(modifiers);
  const kept = keptBy(domain);
  proposals.push(...kept);
  const domainWords = kept.length > 0 ? [] : meaningful(domain);
  const used = spanOf(tokens.slice(0, at));
  const title = named.length > 0 ? named : words.length > 0 ? words : domainWords;
  if (title.length > 0)
    proposals.push({
      kind: 'title',
      words: title,
      span: used,
      isDomain: named.length > 0 || (words.length === 0 && !isPlural(title.at(-1) ?? '')),
    });
  else proposals.push({ kind: 'http', span: used });
  return { proposals, span: used, rest: tokens.slice(at) };
}

/** `for its huts and reservations`: what the system keeps. */
function keptBy(domain: readonly Token[]): readonly Proposal[] {
  if (!/^(?:its|their|our|my)$/.test(lowerAt(domain, 0))) return [];
  const phrases = readNounPhrases(domain).filter((phrase) => phrase.isPlural && phrase.words.length <= 3);
  return phrases.map((phrase) => ({ kind: 'entity', phrase, strength: 'strong' }));
}

function readCalled(
  tokens: readonly Token[],
  at: number,
): { words: readonly string[]; end: number } | undefined {
  const isCalled = /^(?:called|named)$/.test(lowerAt(tokens, at));
  if (!isCalled) return undefined;
  const first = tokens[at + 1];
  if (first?.kind === 'quote') return { words: asciiWords(first.text), end: at + 2 };
  let end = at + 1;
  while (end < tokens.length && tokens[end]?.kind === 'word' && /^\p{Lu}/u.test(tokens[end]?.text ?? ''))
    end += 1;
  if (end === at + 1 && first?.kind === 'word') end += 1;
  const words = tokens.slice(at + 1, end).flatMap((token) => asciiWords(token.text));
  return words.length > 0 ? { words, end } : undefined;
}

function keptEnd(tokens: readonly Token[], from: number): number {
  const end = domainEnd(tokens, from);
  const more =
    lowerAt(tokens, end) === 'and' || lowerAt(tokens, end) === ',' ? domainEnd(tokens, end + 1) : end;
  return more;
}

function domainEnd(tokens: readonly Token[], from: number): number {
  const stop = tokens.findIndex(
    (token, index) =>
      index >= from &&
      (/^(?:that|which|with|to|where|who|so|and|in|called|named|using|we|they|it|is|has|on|i|should|must)$/.test(
        token.lower,
      ) ||
        (token.kind === 'sign' && !/^['-]/.test(token.lower))),
  );
  return stop < 0 ? tokens.length : stop;
}

function meaningful(tokens: readonly Token[]): readonly string[] {
  return tokens
    .filter((token) => !GENERIC.has(token.lower) && token.kind !== 'sign')
    .flatMap((token) => asciiWords(token.text))
    .slice(0, 5);
}

/** `We run a small plant nursery and need …`, `I own a bicycle workshop`. */
function readBusiness(tokens: readonly Token[]): TitleReading | undefined {
  const sells = readTrade(tokens) ?? readFor(tokens);
  if (sells) return sells;
  const isBusiness =
    /^(?:we|i|our|my)$/.test(lowerAt(tokens, 0)) &&
    /^(?:run|own|are|have|operate|organise|organize|manage|am)$/.test(lowerAt(tokens, 1)) &&
    /^(?:an?|the)$/.test(lowerAt(tokens, 2));
  if (!isBusiness) return undefined;
  const end = domainEnd(tokens, 3);
  const words = meaningful(tokens.slice(3, end));
  if (words.length === 0 || words.length > 4) return undefined;
  const span = spanOf(tokens.slice(0, end));
  return { proposals: [{ kind: 'title', words, span, isDomain: true }], span, rest: tokens.slice(end) };
}

/** `For a repair café we need to …`. */
function readFor(tokens: readonly Token[]): TitleReading | undefined {
  if (lowerAt(tokens, 0) !== 'for' || !/^(?:an?|our|my|the)$/.test(lowerAt(tokens, 1))) return undefined;
  const end = domainEnd(tokens, 2);
  const who = tokens.slice(end).findIndex((token) => /^(?:we|i)$/.test(token.lower));
  const words = meaningful(tokens.slice(2, end));
  if (
    who < 0 ||
    who > 1 ||
    words.length === 0 ||
    !/^(?:need|want|would|are|plan)$/.test(lowerAt(tokens, end + who + 1))
  )
    return undefined;
  const span = spanOf(tokens.slice(0, end));
  return { proposals: [{ kind: 'title', words, span, isDomain: true }], span, rest: tokens.slice(end) };
}

/** `We sell seeds`, `I keep bees`: what somebody does, said in a short sentence of its own. */
function readTrade(tokens: readonly Token[]): TitleReading | undefined {
  const isTrade =
    /^(?:we|i)$/.test(lowerAt(tokens, 0)) &&
    /^(?:sell|rent|offer|repair|lend|teach|keep|grow|breed|make|collect|organise|organize|host|restore|build|brew|bake|train|play|sing)$/.test(
      lowerAt(tokens, 1),
    );
  const objects = tokens.slice(2);
  if (
    !isTrade ||
    objects.length === 0 ||
    objects.length > 7 ||
    objects.some(
      (token) =>
        token.kind !== 'word' ||
        /^(?:track|with|that|which|of|records?|name|price|their|every|each)$/.test(token.lower),
    )
  )
    return undefined;
  const end = objects.findIndex((token) => /^(?:for|in|at|to|from|on|by|and)$/.test(token.lower));
  const words = meaningful(end < 0 ? objects : objects.slice(0, end));
  return words.length === 0 || words.length > 3
    ? undefined
    : {
        proposals: [{ kind: 'title', words, span: spanOf(tokens), isDomain: true }],
        span: spanOf(tokens),
        rest: [],
      };
}

/** `This is the system of a film club`, `The app is for a gym`. */
function readIsSystem(tokens: readonly Token[]): TitleReading | undefined {
  const is = tokens.findIndex((token, index) => index < 5 && token.lower === 'is');
  if (is < 1) return undefined;
  const isAbout = tokens
    .slice(0, is)
    .every(
      (token) => SYSTEM.has(token.lower) || GENERIC.has(token.lower) || /^(?:this|it)$/.test(token.lower),
    );
  const after = tokens.slice(is + 1);
  const start = after.findIndex((token) => /^(?:for|of)$/.test(token.lower));
  if (
    !isAbout ||
    start < 0 ||
    start > 3 ||
    after.slice(0, start).some((token) => !SYSTEM.has(token.lower) && !GENERIC.has(token.lower))
  )
    return undefined;
  return finish(tokens, [], is + 1 + start);
}

/** A heading or first line that is a name: `Bicycle workshop`. */
export function readHeadingTitle(tokens: readonly Token[]): Proposal | undefined {
  const words = tokens
    .filter(
      (token) =>
        !SYSTEM.has(token.lower) &&
        !GENERIC.has(token.lower) &&
        token.kind !== 'sign' &&
        token.kind !== 'number',
    )
    .flatMap((token) => asciiWords(token.text));
  if (words.length === 0 || words.length > 6) return undefined;
  const name = words.slice(0, 4);
  while (name.length > 1 && /^(?:and|or|of|for|in|with|the|an?|to|our)$/.test(name.at(-1) ?? '')) name.pop();
  return { kind: 'title', words: name, span: spanOf(tokens), isDomain: true };
}
