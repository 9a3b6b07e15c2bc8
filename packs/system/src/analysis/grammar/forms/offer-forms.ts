import { lowerAt, lowerText } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import type { StandardVerb } from '../../words/verbs.ts';
import { spanOf } from '../constraint.ts';
import { form, type SentenceForm } from '../form.ts';
import { readNounPhrases, splitList } from '../noun-phrase.ts';
import type { Proposal } from '../proposal.ts';
import { isRecordPhrase } from './entity-forms.ts';
import { standardParticiples } from './participles.ts';
import { readVerbs } from './read-verbs.ts';

export const BY_VERB: SentenceForm = form({
  name: 'filter and sort',
  means: 'Lists can be filtered or sorted by a field.',
  examples: [
    'Plants can be filtered by light and price',
    'Films are sorted by title',
    'It should be possible to search members by name',
    'Filter films by genre and year',
  ],
  patterns: [
    '@each? <objects> @can be v=filtered|searched|found|listed|sorted|ordered|looked_up|searchable by|on|using <fields>',
    '@each? <objects> is|are|should_be|must_be v=filtered|searched|listed|sorted|ordered|searchable|sortable|filterable|shown by|on <fields>',
    'v=filter|search|sort|filtering|searching|sorting of? <objects> by|on <fields>',
    'v=filter|search|sort|filtering|searching|sorting by|on <fields>',
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
    const phrase = objects[0] ?? match.around.owner;
    const list = readNounPhrases(
      fields.filter((token) => !/^(?:first|newest|descending|ascending)$/.test(token.lower)),
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

export const PASSIVE_FEATURE: SentenceForm = form({
  name: 'can be added',
  means: 'Operations said in the passive.',
  examples: ['Plants can be added, edited and deleted.'],
  patterns: ['@each? <objects> @can|@must be <verbs>', 'possible for? <objects> to be <verbs>'],
  read: (match) => {
    const verbs = standardParticiples(match.captures['verbs'] ?? []);
    const objects = readNounPhrases(match.captures['objects'] ?? []).filter(isRecordPhrase);
    if (!verbs || objects.length === 0) return undefined;
    return objects.flatMap((phrase): readonly Proposal[] => [
      { kind: 'entity', phrase, strength: 'strong' },
      ...verbs.map((verb): Proposal => ({ kind: 'feature', verb, phrase, span: spanOf(match.tokens) })),
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
  ],
  confidence: 0.95,
  patterns: [
    '@each? <objects> @cannot be <verbs>',
    'we|i|you|they|users|staff never|must_not|do_not|cannot|must_never <verbs> @each? <objects>',
    'nobody|no_one can|may|must|should <verbs> @each? <objects>',
    'never|do_not|it_must_not_be_possible_to|nobody_can|no_one_can <verbs> @each? <objects>',
    '@each? <objects> is|are read-only|immutable|read_only|append-only',
    'no <verbs> of <objects>',
    '<objects> is|are never <verbs>',
  ],
  read: (match) => {
    const objects = readNounPhrases(match.captures['objects'] ?? []);
    const said = match.captures['verbs'];
    const verbs =
      said === undefined ? (['update', 'delete'] as const) : (standardParticiples(said) ?? imperatives(said));
    if (!verbs || objects.length === 0 || objects.some((phrase) => phrase.words.length > 3)) return undefined;
    return objects.map((phrase) => ({ kind: 'forbid', verbs, phrase, span: spanOf(match.tokens) }));
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
