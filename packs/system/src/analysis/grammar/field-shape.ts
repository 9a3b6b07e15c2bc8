import { lowerAt } from '../text/token-at.ts';
import type { Token } from '../text/tokens.ts';
import type { ScalarType } from '../words/value-types.ts';
import { participleOfBase } from '../words/verbs.ts';
import { wordSet } from '../words/word-list.ts';

/** A name that is no plain noun phrase, and how many tokens say it. */
export interface Shape {
  readonly name: readonly Token[];
  readonly length: number;
  readonly shape?: ScalarType;
}

const AUXILIARIES = wordSet(
  'could would will should it they he she this that the a an is are was were has have had been be or not someone somebody can',
);
const PRONOUNS = /^(?:it|they|he|she|we|you|someone|somebody)$/;
const ADVERBS = /^(?:last|first|next|originally|finally)$/;

/** One way to name a field by a clause; `length` is where the clause ends. */
type Reader = (tokens: readonly Token[], length: number) => Shape | undefined;

const READERS: readonly Reader[] = [readWhether, readMoment, readWhat, readHow, readRelative];

/** Ways to name a field that are no noun phrases: `whether it is paid`, `when it was planted`, `the play it belongs to`. */
export function readShape(tokens: readonly Token[]): Shape | undefined {
  const length = clauseLength(tokens);
  for (const reader of READERS) {
    const found = reader(tokens, length);
    if (found) return found;
  }
  return undefined;
}

/** `the date it was taken`, `the town they live in`: names a field although it holds a verb. */
export function namesByClause(tokens: readonly Token[]): boolean {
  const start = tokens.findIndex((token) => !/^(?:an?|the|its|their)$/.test(token.lower));
  return start >= 0 && readShape(tokens.slice(start)) !== undefined;
}

function clauseLength(tokens: readonly Token[]): number {
  const stop = tokens.findIndex((token) => token.kind === 'sign' && /^[(:,;=*-]$/.test(token.lower));
  return stop < 0 ? tokens.length : stop;
}

function made(anchor: Token | undefined, ...words: readonly string[]): readonly Token[] {
  return anchor ? words.map((text) => ({ ...anchor, kind: 'word', text, lower: text })) : [];
}

function readWhether(tokens: readonly Token[], length: number): Shape | undefined {
  const first = lowerAt(tokens, 0);
  const isIf = first === 'if' && /^(?:it|they|he|she|the)$/.test(lowerAt(tokens, 1));
  if (first !== 'whether' && !isIf) return undefined;
  const body = tokens.slice(1, length);
  const verb = body.findIndex((token) =>
    /^(?:is|are|was|were|has|have|had|can|could|will|would|should)$/.test(token.lower),
  );
  const name = (verb < 0 ? body : body.slice(verb)).filter((token) => !AUXILIARIES.has(token.lower));
  return name.length > 0 ? { name: name.slice(0, 4), length, shape: 'boolean' } : undefined;
}

/** `when it was planted`, `the date it is due`, `the time it starts`. */
function readMoment(tokens: readonly Token[], length: number): Shape | undefined {
  const [first, second] = [lowerAt(tokens, 0), lowerAt(tokens, 1)];
  const isNoun =
    /^(?:date|day|time)$/.test(first) && (PRONOUNS.test(second) || /^(?:when|the)$/.test(second));
  if (first !== 'when' && !isNoun) return undefined;
  const said = tokens
    .slice(1, length)
    .filter((token) => !AUXILIARIES.has(token.lower) && token.lower !== 'when');
  const verb = said.slice(0, ADVERBS.test(lowerAt(said, 0)) ? 2 : 1);
  if (verb.length === 0) return undefined;
  const isTime = first === 'time';
  const name =
    lowerAt(verb, 0) === 'due'
      ? made(verb[0], 'due', isTime ? 'time' : 'date')
      : [...verb, ...made(verb[0], isTime ? 'at' : 'on')];
  return { name, length, shape: isTime ? 'datetime' : 'date' };
}

/** Questions that stand for a field, and the name that is asked for. */
const QUESTIONS: readonly (readonly [RegExp, string])[] = [
  [/^what (?:is|was|'s|are) (?:wrong|broken|the (?:matter|problem|fault|issue))\b/, 'problem'],
  [/^what (?:the|its) (?:matter|problem|fault|issue) (?:is|was)\b/, 'problem'],
  [/^what (?:it|they) (?:is|are|was) about$/, 'topic'],
  [/^what (?:it|they) (?:is|are|was) called$/, 'name'],
  [/^what (?:it|they) (?:is|are|was) made of$/, 'material'],
  [/^what (?:it|they) costs?$/, 'price'],
  [/^what happened$/, 'description'],
  [/^what (?:it|they) (?:looks?|looked) like$/, 'description'],
  [/^where (?:it|they|he|she) (?:is|are|was|were)(?: (?:kept|stored|located|now))?$/, 'location'],
  [/^(?:who (?:it|they) belongs? to|whose (?:it|they) (?:is|are)|who owns (?:it|them))$/, 'owner'],
];

function readWhat(tokens: readonly Token[], length: number): Shape | undefined {
  if (!/^(?:what|where|who|whose)$/.test(lowerAt(tokens, 0))) return undefined;
  const text = tokens
    .slice(0, length)
    .map((token) => token.lower)
    .join(' ');
  if (
    /^(?:who|whose)$/.test(lowerAt(tokens, 0)) &&
    /^(?:is|are|was|were|has|have|can)$/.test(lowerAt(tokens, 1))
  )
    return undefined;
  const found = QUESTIONS.find(([question]) => question.test(text))?.[1];
  if (found) return { name: made(tokens[0], found), length };
  const verb = tokens.slice(1, length).find((token) => !AUXILIARIES.has(token.lower));
  if (!verb) return undefined;
  if (lowerAt(tokens, 0) === 'where') return { name: [...made(verb, 'place'), verb], length, shape: 'text' };
  return lowerAt(tokens, 0) === 'who'
    ? { name: made(verb, done(verb.lower), 'by'), length, shape: 'text' }
    : undefined;
}

/** `plays` → `played`, `found` stays. */
function done(verb: string): string {
  return /[^s]s$/.test(verb) ? participleOfBase(verb.slice(0, -1)) : verb;
}

const MEASURES: Readonly<Record<string, readonly [string, ScalarType]>> = {
  long: ['duration', 'integer'],
  old: ['age', 'integer'],
  tall: ['height', 'number'],
  heavy: ['weight', 'number'],
  wide: ['width', 'number'],
  deep: ['depth', 'number'],
  urgent: ['urgency', 'text'],
  important: ['importance', 'text'],
  difficult: ['difficulty', 'text'],
  severe: ['severity', 'text'],
  big: ['size', 'text'],
};

/** `how many seats it has`, `how much it costs`, `how old it is`. */
function readHow(tokens: readonly Token[], length: number): Shape | undefined {
  if (lowerAt(tokens, 0) !== 'how') return undefined;
  const second = lowerAt(tokens, 1);
  const anchor = tokens[0];
  const measure = Object.hasOwn(MEASURES, second) ? MEASURES[second] : undefined;
  if (measure) {
    const shape = measure[1] === 'text' ? {} : { shape: measure[1] };
    return { name: made(anchor, measure[0]), length, ...shape };
  }
  if (!/^(?:many|much)$/.test(second)) return undefined;
  const what = tokens.slice(2, length);
  if (what.some((token) => /^(?:costs?|paid)$/.test(token.lower)))
    return { name: made(anchor, 'price'), length, shape: 'money' };
  if (what.some((token) => token.lower === 'worth'))
    return { name: made(anchor, 'value'), length, shape: 'money' };
  if (what.some((token) => /^weighs?$/.test(token.lower)))
    return { name: made(anchor, 'weight'), length, shape: 'number' };
  const end = what.findIndex((token) =>
    /^(?:it|they|are|is|we|there|has|have|were|can|fit|he|she|the|in)$/.test(token.lower),
  );
  const nouns = end < 0 ? what : what.slice(0, end);
  if (nouns.length === 0) return { name: made(anchor, 'quantity'), length, shape: 'integer' };
  return { name: [...made(anchor, 'number', 'of'), ...nouns], length, shape: 'integer' };
}

/** `play it belongs to`, `year it was built`: a noun and a clause that says which. */
function readRelative(tokens: readonly Token[], length: number): Shape | undefined {
  const pronoun = tokens.findIndex((token, index) => index > 0 && PRONOUNS.test(token.lower));
  if (pronoun < 1 || pronoun > 3 || pronoun >= length - 1) return undefined;
  const before = lowerAt(tokens, pronoun - 1);
  const nouns = tokens.slice(0, /^(?:where|when|which|that|who|whom)$/.test(before) ? pronoun - 1 : pronoun);
  if (nouns.length === 0 || nouns.some((token) => token.kind !== 'word' || AUXILIARIES.has(token.lower)))
    return undefined;
  const said = tokens.slice(pronoun + 1, length).filter((token) => !AUXILIARIES.has(token.lower));
  const participle = said.find((token) => /(?:ed|en|ilt|ade|old|ought|wn|und)$/.test(token.lower));
  if (lowerAt(nouns, nouns.length - 1) === 'year' && participle)
    return { name: [...nouns, participle], length, shape: 'integer' };
  return { name: nouns, length };
}
