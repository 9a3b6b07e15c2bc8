import { lowerAt, lowerText } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import type { StandardVerb } from '../../words/verbs.ts';
import type { Span } from '../../../requirements/requirements.ts';
import { spanOf } from '../constraint.ts';
import { form, type SentenceForm } from '../form.ts';
import { type NounPhrase, readNounPhrases, splitList } from '../noun-phrase.ts';
import type { Proposal } from '../proposal.ts';
import { isRecordPhrase } from '../record-phrase.ts';
import { standardParticiples } from './participles.ts';
import { readVerbs } from './read-verbs.ts';
import { statedOwner } from './stated-owner.ts';

export const BY_VERB: SentenceForm = form({
  name: 'filter and sort',
  means: 'Lists can be filtered or sorted by a field.',
  examples: [
    'Filter films by genre and year',
    'It should be possible to search members by name',
    'Sort by title',
  ],
  patterns: [
    'v=filter|search|sort|filtering|searching|sorting of? <objects> by|on <fields>',
    'v=filter|search|sort|filtering|searching|sorting by|on <fields>',
    'list|listing|lists|search|show with|and|incl|including a? v=filter|filters|filtering|sort|sorting by|on <fields>',
  ],
  read: (match) => {
    const verb = lowerAt(match.captures['v'] ?? [], 0);
    const objects = match.captures['objects']
      ? readNounPhrases(match.captures['objects']).filter(
          (phrase) =>
            isRecordPhrase(phrase) && !/^(?:listing|result|overview|output|answer)$/.test(phrase.key),
        )
      : [];
    const fields = match.captures['fields'] ?? [];
    const phrase = objects[0] ?? match.around.owner ?? readNounPhrases([pronounAt(match.tokens)])[0];
    const list = readNounPhrases(
      fields.filter((token) => !/^(?:first|newest|descending|ascending|by|per|on)$/.test(token.lower)),
    );
    if (list.length === 0) return undefined;
    const isDescending = fields.some((token) => /^(?:newest|descending|highest|latest)$/.test(token.lower));
    if (/^(?:sort|order)/.test(verb)) return [{ kind: 'sort', phrase, fields: list, isDescending }];
    return [{ kind: 'filter', phrase, fields: list }];
  },
});

const NOMINALS: Readonly<Record<string, readonly StandardVerb[]>> = {
  registration: ['create'],
  creation: ['create'],
  addition: ['create'],
  entry: ['create'],
  recording: ['create'],
  listing: ['list'],
  browsing: ['list'],
  viewing: ['list'],
  search: ['list'],
  retrieval: ['list', 'read'],
  display: ['list'],
  editing: ['update'],
  modification: ['update'],
  updating: ['update'],
  update: ['update'],
  deletion: ['delete'],
  removal: ['delete'],
  management: ['create', 'list', 'read', 'update', 'delete'],
  administration: ['create', 'list', 'read', 'update', 'delete'],
  tracking: ['create', 'list', 'read', 'update', 'delete'],
};

export const NOMINAL_FEATURE: SentenceForm = form({
  name: 'nominal feature',
  means: 'Operations said as nouns.',
  examples: ['The registration of volunteers', 'Creation and deletion of plants', 'Management of members'],
  confidence: 0.85,
  patterns: ['the? <nouns> of|for @each? <objects>'],
  read: (match) => {
    const nouns = splitList(match.captures['nouns'] ?? []).map((part) => lowerText(part));
    const verbs = nouns.map((noun) => (Object.hasOwn(NOMINALS, noun) ? NOMINALS[noun] : undefined));
    const objects = readNounPhrases(match.captures['objects'] ?? []);
    if (verbs.length === 0 || verbs.some((verb) => verb === undefined) || !objects.every(isRecordPhrase))
      return undefined;
    return objects.flatMap((phrase): readonly Proposal[] => [
      { kind: 'entity', phrase, strength: 'strong' },
      ...verbs
        .flatMap((list) => list ?? [])
        .map((verb): Proposal => ({ kind: 'feature', verb, phrase, span: spanOf(match.tokens) })),
    ]);
  },
});

export const FORBIDDEN: SentenceForm = form({
  name: 'never',
  means: 'An operation that the system does not offer.',
  examples: [
    'Visits cannot be deleted.',
    'Never delete a loan.',
    'Readings are read-only.',
    'Entries may not be changed or removed.',
    'Nobody should be able to delete a book.',
    'No deletion.',
  ],
  confidence: 0.95,
  patterns: [
    '@each? <objects> @cannot be <verbs>',
    'none|neither|none_of_them|neither_of_them can|may|must|should|shall be <verbs>',
    'no <objects> can|may|must|should|shall be <verbs>',
    'we|i|you|they|users|staff never|must_not|do_not|cannot|must_never <verbs> @each? <objects>',
    'nobody|no_one can|may|must|should|is_allowed_to|shall be_able_to|be_allowed_to? <verbs> @each? <objects>',
    'never|do_not|it_must_not_be_possible_to|nobody_can|no_one_can <verbs> @each? <objects>',
    '@each? <objects> is|are read-only|immutable|read_only|append-only',
    'no <verbs> of <objects>',
    'no <verbs>',
    '<objects> is|are never <verbs>',
  ],
  read: (match) => {
    const said = match.captures['verbs'];
    const named = match.captures['objects'];
    const [first] = match.tokens;
    const isNone = first !== undefined && /^(?:none|neither)$/.test(first.lower);
    const pronoun = isNone ? first : pronounAt(said ?? match.tokens);
    const objects = readNounPhrases(named ?? [pronoun]);
    const verbs =
      said === undefined
        ? (['update', 'delete'] as const)
        : (standardParticiples(said) ?? imperatives(said) ?? nominals(said));
    if (!verbs || objects.length === 0 || !objects.every((one) => one.isPronoun || isRecordPhrase(one)))
      return undefined;
    return objects.map((phrase) => forbidden(phrase, verbs, spanOf(match.tokens)));
  },
});

/** `Closed meetings are read-only`: the others are not. */
function forbidden(phrase: NounPhrase, verbs: readonly StandardVerb[], span: Span): Proposal {
  const stated = verbs.every((verb) => verb === 'update' || verb === 'delete')
    ? statedOwner(phrase)
    : undefined;
  return stated
    ? { kind: 'rule', rule: { kind: 'frozen', owner: stated.owner, states: [stated.state], verbs, span } }
    : { kind: 'forbid', verbs, phrase, span };
}

/** `No delete`: of what was spoken of last. */
function pronounAt(tokens: readonly Token[]): Token {
  const [start, end] = spanOf(tokens);
  return { kind: 'word', text: 'it', lower: 'it', start, end };
}

function nominals(tokens: readonly Token[]): readonly StandardVerb[] | undefined {
  const verbs = splitList(tokens).map((part) => {
    const noun = lowerText(part);
    return Object.hasOwn(NOMINALS, noun) ? NOMINALS[noun] : undefined;
  });
  return verbs.every((one) => one !== undefined) && verbs.length > 0
    ? verbs.flatMap((one) => one)
    : undefined;
}

/** `Update ok`, `delete is fine`: an operation that is offered, of what was spoken of last. */
export const ALLOWED: SentenceForm = form({
  name: 'is fine',
  means: 'Operations that are offered of the records last spoken of.',
  examples: ['Update ok', 'Editing is fine'],
  confidence: 0.7,
  patterns: ['<verbs> is|are? ok|okay|fine|allowed|possible|permitted'],
  read: (match) => {
    const said = match.captures['verbs'] ?? [];
    const verbs = imperatives(said) ?? nominals(said);
    const [phrase] = readNounPhrases([pronounAt(match.tokens)]);
    if (!verbs || !phrase) return undefined;
    return verbs.map((verb) => ({ kind: 'feature', verb, phrase, span: spanOf(match.tokens) }));
  },
});

function imperatives(tokens: readonly Token[]): readonly StandardVerb[] | undefined {
  const run = readVerbs(tokens);
  const verbs = run.verbs.filter(
    (verb): verb is StandardVerb =>
      typeof verb === 'string' && /^(?:create|list|read|update|delete)$/.test(verb),
  );
  return run.length === tokens.length && verbs.length === run.verbs.length && verbs.length > 0
    ? verbs
    : undefined;
}
