import { lowerAt, lowerText } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import { baseOfParticiple } from '../../words/verbs.ts';
import { spanOf } from '../constraint.ts';
import type { StateWord } from '../proposal.ts';

/** Something that is done to a record: the verb it is named by and the state it leads to. */
export interface Done {
  readonly verb: string;
  readonly state: StateWord;
  /** `back`, `again`: it takes back what was done before. */
  readonly isBack: boolean;
  /** `then`: it follows what stands before it. */
  readonly isNext: boolean;
  readonly isAnytime: boolean;
  /** Where it leads, for verbs such as `put` and `take`: `on display`. */
  readonly place?: Place;
}

export interface Place {
  readonly preposition: 'on' | 'off' | 'in' | 'out of' | 'under';
  readonly noun: string;
}

const LIGHT = /^(?:put|taken|brought|moved|placed|set|sent|go|goes|come|comes|moves|gone|switched to)$/;
const PARTICLE = /^(?:out|up|off|in|back|away|over|on|down|aside)$/;
/** Participles whose preposition belongs to them. */
const WITH_OF = /^disposed$/;
const TRAILING = /^(?:again|later|afterwards|too|once|more|any|time|at|moment|and|then)$/;

/** `taken out of service`, `put back into service`, `checked out for rehearsal`, `given up again at any time`. */
export function readDone(tokens: readonly Token[]): Done | undefined {
  if (tokens.some((token) => token.kind !== 'word' && token.lower !== '-')) return undefined;
  const isNext = /^(?:then|finally|afterwards|later)$/.test(lowerAt(tokens, 0));
  const words = trimAround(tokens);
  if (words.length === 0 || words.length > 8) return undefined;
  const text = lowerText(tokens);
  const how = {
    isBack: /\b(?:again|back)\b/.test(text),
    isNext,
    isAnytime: /\b(?:at )?any ?(?:time|moment)$/.test(text),
  };
  const done = doneAtPlace(words) ?? doneToIt(words);
  return done && { ...done, ...how };
}

/** `then`, `also` in front and `again`, `at any time` behind say how, and not what is done. */
function trimAround(tokens: readonly Token[]): readonly Token[] {
  const start = /^(?:then|finally|afterwards|later|also|again|either|only)$/.test(lowerAt(tokens, 0)) ? 1 : 0;
  let end = tokens.length;
  while (end > start + 1 && TRAILING.test(lowerAt(tokens, end - 1))) end -= 1;
  return tokens.slice(start, end);
}

type Deed = Pick<Done, 'verb' | 'state' | 'place'>;

/** `put on display`: the place names the state. */
function doneAtPlace(words: readonly Token[]): Deed | undefined {
  const place = placeIn(words);
  const isGoing = /^(?:go|goes|gone)$/.test(lowerAt(words, 0));
  const base = isGoing ? 'go' : baseOfParticiple(`${lowerAt(words, 0)} x`)?.split(' ')[0];
  if (!place || base === undefined) return undefined;
  const rest = words.slice(1).filter((token) => !/^(?:the|an?|its|their)$/.test(token.lower));
  const state = { text: `${place.preposition} ${place.noun}`, span: spanOf(words) };
  return { verb: [base, ...rest.map((token) => token.lower)].join(' '), state, place };
}

/** `checked out for rehearsal`: the participle names the state. */
function doneToIt(words: readonly Token[]): Deed | undefined {
  if (placeIn(words)) return undefined;
  const isLong = WITH_OF.test(lowerAt(words, 0))
    ? lowerAt(words, 1) === 'of'
    : PARTICLE.test(lowerAt(words, 1));
  const length = isLong ? 2 : 1;
  const said = lowerText(words.slice(0, length));
  const rest = words.slice(length);
  const verb = baseOfParticiple(said) ?? baseWithObject(said, rest);
  return verb === undefined || !isSettled(rest)
    ? undefined
    : { verb, state: { text: said, span: spanOf(words) } };
}

/** `let to a tenant`, `given to a member`: verbs that are none without whom they are done to. */
function baseWithObject(said: string, rest: readonly Token[]): string | undefined {
  return lowerAt(rest, 0) === 'to' ? baseOfParticiple(`${said} to`)?.replace(/ to$/, '') : undefined;
}

/** What may follow a participle without meaning another thing: whom, where and what for. */
function isSettled(rest: readonly Token[]): boolean {
  return rest.length === 0 || /^(?:for|by|from|at|with|to|in|on|into|as|during|of)$/.test(lowerAt(rest, 0));
}

const PLAIN_PLACES = new Set(['on', 'off', 'in', 'out of', 'under']);
const MOVED: Readonly<Record<string, Place['preposition']>> = { into: 'in', onto: 'on', to: 'in' };
/** Behind `to` these are states; anything else is a destination: `sent to the customer`. */
const GOAL =
  /^(?:repair|storage|maintenance|service|quarantine|operation|use|cleaning|review|treatment|restoration|leave)$/;

/** `on display`, `out of service`, `back into service`, `to repair` behind a verb that says little by itself. */
function placeIn(words: readonly Token[]): Place | undefined {
  if (!LIGHT.test(lowerAt(words, 0))) return undefined;
  const rest = words
    .slice(1)
    .map((token) => token.lower)
    .filter((word) => word !== 'back')
    .join(' ');
  const found = /^(on|off|out of|into|in|under|to|onto|from) (?:the |a |its )?([a-z-]+(?: [a-z-]+)?)$/.exec(
    rest,
  );
  const [, said = '', noun = ''] = found ?? [];
  if (noun === '' || /^(?:an?|the)$/.test(noun)) return undefined;
  if (PLAIN_PLACES.has(said)) return { preposition: said as Place['preposition'], noun };
  const preposition = MOVED[said];
  return preposition && (said !== 'to' || GOAL.test(noun)) ? { preposition, noun } : undefined;
}

/** The second takes back what the first did: `borrowed … returned`, `switched on … switched off`, `on display … off display`. */
export function undoes(first: Done, second: Done): boolean {
  if (second.isBack && !first.isBack) return true;
  const [a, b] = [first.place, second.place];
  if (a && b) return a.noun === b.noun && a.preposition !== b.preposition;
  const [verb, particle = ''] = first.verb.split(' ');
  const [other, opposite = ''] = second.verb.split(' ');
  if (other === `un${verb}`) return true;
  return verb === other && OPPOSITES.has(`${particle} ${opposite}`) && first.verb !== 'check in';
}

const OPPOSITES = new Set(['on off', 'off on', 'in out', 'out in', 'up down', 'down up']);

/** The state before the first of a pair: what the second leads back to, when its words name it. */
export function stateBeforePair(first: Done, second: Done): string | undefined {
  const [a, b] = [first.place, second.place];
  if (a && b?.preposition === 'in') return `in ${b.noun}`;
  if (a && b?.preposition === 'off' && b.noun !== 'display') return `off ${b.noun}`;
  const [verb] = first.verb.split(' ');
  const isSwitch = /(?:^| )(?:on|off|up|down)$/.test(second.verb) && second.verb.startsWith(`${verb} `);
  return isSwitch ? second.state.text : undefined;
}
