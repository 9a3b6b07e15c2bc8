import { lowerAt } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import { nominalOf } from '../../words/verbs.ts';
import { spanOf } from '../constraint.ts';
import { readFieldList } from '../field-list.ts';
import { captured, form, type FormMatch, type SentenceForm } from '../form.ts';
import { keyOf, type NounPhrase, readNounPhrase } from '../noun-phrase.ts';
import type { Proposal } from '../proposal.ts';
import { isRecordPhrase } from '../record-phrase.ts';
import { FEATURE } from './feature-forms.ts';
import { standardParticiples } from './participles.ts';
import { readVerbs } from './read-verbs.ts';

const PLACES = /^(?:only|once|for|in|on|to|into|at|with|by|during|until|from|using|so|when|if)$/;

function upToPlace(tokens: readonly Token[]): readonly Token[] {
  const at = tokens.findIndex((token, index) => index > 0 && PLACES.test(token.lower));
  return at < 0 ? tokens : tokens.slice(0, at);
}

/** The verb that begins an act: `sign up for`, `borrow`, `book`. */
function readAct(
  tokens: readonly Token[],
): { readonly verb: string; readonly object: NounPhrase } | undefined {
  const words = tokens.map((token) => token.lower);
  const length = /^(?:up|out|in|back)$/.test(words[1] ?? '') ? 2 : 1;
  const verb = words.slice(0, length).join(' ');
  if (nominalOf(verb).length === 0) return undefined;
  const rest = tokens
    .slice(length)
    .filter((token, index) => !(index === 0 && /^(?:for|in|to|on)$/.test(token.lower)));
  const object = readNounPhrase(upToPlace(rest));
  return isRecordPhrase(object) ? { verb, object } : undefined;
}

/** Members can borrow books: who does it stands first. */
export const ACTOR: SentenceForm = form({
  name: 'who can do what',
  means: 'People and what they can do; the record that links both is created by it.',
  examples: [
    'Participants can sign up for a workshop.',
    'Members can borrow books.',
    'Climbers can log an ascent.',
    'A vendor rents a stall.',
  ],
  confidence: 0.75,
  patterns: [
    '@each? <actor> can|may|must|should|want_to|wants_to|need_to also? be_able_to? <rest>',
    '@each? <actor> v=register|sign_up|enrol|enroll|join with <fields>',
    '@each? <actor> v=rents|borrows|books|hires|orders|buys|reserves|leases|adopts|attends|visits|joins|reviews|rates|donates a|an|one|the <thing>',
  ],
  read: (match) => {
    const actor = readNounPhrase(captured(match, 'actor'));
    if (/^(?:nobody|no|none|neither)$/.test(lowerAt(match.tokens, 0))) return undefined;
    if (captured(match, 'thing').length > 0) return readHabit(match, actor);
    const said = captured(match, 'rest');
    const rest = said.length > 0 ? said : match.tokens.slice(captured(match, 'actor').length);
    const span = spanOf(match.tokens);
    if (!actor || actor.words.length > 3 || /^(?:be|have|has|not|only|only)$/.test(lowerAt(rest, 0)))
      return undefined;
    const register = readRegistering(actor, rest, span);
    if (register) return register;
    const otherwise =
      readVerbs(rest).verbs.length > 0
        ? FEATURE.read({ ...match, captures: { all: rest }, tokens: rest })
        : undefined;
    const act = readAct(rest);
    if (act)
      return [
        {
          kind: 'act',
          actor,
          ...act,
          span,
          otherwise: otherwise ?? [],
          isOnce: rest.some((token) => token.lower === 'once'),
        },
        ...mentions(act.object, otherwise),
      ];
    return otherwise;
  },
});

/** `A vendor rents a stall`: the record that links both is created by it. */
function readHabit(match: FormMatch, actor: NounPhrase | undefined): readonly Proposal[] | undefined {
  const said = captured(match, 'v')[0];
  const object = readNounPhrase(captured(match, 'thing'));
  const verb = said?.lower.replace(/s$/, '');
  if (!verb || !isRecordPhrase(actor) || !isRecordPhrase(object)) return undefined;
  return [{ kind: 'act', actor, verb, object, span: spanOf(match.tokens), otherwise: [] }];
}

/** What the act is done to is a kind of record, unless the creation of a link is all that is meant. */
function mentions(object: NounPhrase, otherwise: readonly Proposal[] | undefined): readonly Proposal[] {
  return otherwise && otherwise.length > 0 ? [{ kind: 'entity', phrase: object, strength: 'strong' }] : [];
}

/** `Members can register (name, email)`: the actor is what is registered. */
function readRegistering(
  actor: NounPhrase,
  rest: readonly Token[],
  span: readonly [number, number],
): readonly Proposal[] | undefined {
  const length = /^(?:register|join|enrol|enroll|apply)$/.test(lowerAt(rest, 0))
    ? 1
    : lowerAt(rest, 0) === 'sign' && lowerAt(rest, 1) === 'up'
      ? 2
      : 0;
  const tail = rest.slice(length);
  if (
    length === 0 ||
    !isRecordPhrase(actor) ||
    !(tail.length === 0 || /^(?:with|\(|by)$/.test(lowerAt(tail, 0)))
  )
    return undefined;
  const list = tail
    .slice(1)
    .filter((token, index, all) => !(index === all.length - 1 && token.lower === ')'));
  const fields = readFieldList(list.filter((token) => !/^(?:giving|entering|providing)$/.test(token.lower)));
  return [
    { kind: 'entity', phrase: actor, strength: 'strong' },
    { kind: 'feature', verb: 'create', phrase: actor, span },
    ...(fields.length > 0 ? [{ kind: 'fields', owner: actor, fields } as const] : []),
  ];
}

/** Enrol a child in a course: the record that links both is named after the verb. */
export const ENROL: SentenceForm = form({
  name: 'link by verb',
  means: 'A verb that links two records: the link is a record of its own.',
  examples: ['Enrol a child in a course', 'Enroll students in courses', 'Sign up a member for a class'],
  confidence: 0.8,
  patterns: [
    'v=enrol|enroll <from> in|into|on|for <to>',
    'v=sign_up <from> for <to>',
    'sign <from> v=up for <to>',
  ],
  read: (match) => {
    const verb = match.captures['v']?.map((token) => token.lower).join(' ') ?? '';
    const [from, to] = [readNounPhrase(captured(match, 'from')), readNounPhrase(captured(match, 'to'))];
    const key = verb === 'enrol' ? 'enrolment' : verb === 'enroll' ? 'enrollment' : 'signup';
    if (!isRecordPhrase(from) || !isRecordPhrase(to) || from.words.length > 3) return undefined;
    const link: NounPhrase = { ...from, words: [key], key: keyOf([key]), adjectives: [] };
    return [
      { kind: 'entity', phrase: link, strength: 'strong' },
      { kind: 'reference', from: link, to: from },
      { kind: 'reference', from: link, to },
      { kind: 'feature', verb: 'create', phrase: link, span: spanOf(match.tokens) },
    ];
  },
});

/** Imperatives: `Book a court`, `Borrow a book`. */
export const ACT: SentenceForm = form({
  name: 'act',
  means: 'An imperative that creates the record named after the verb, if there is one.',
  examples: ['Book a court for a day', 'Borrow a book', 'Rent a boat'],
  confidence: 0.75,
  patterns: ['<all>'],
  read: (match) => {
    const act = readAct(match.tokens);
    const otherwise = act ? FEATURE.read(match) : undefined;
    if (!act || !otherwise) return undefined;
    return [
      { kind: 'act', actor: undefined, ...act, span: spanOf(match.tokens), otherwise },
      ...mentions(act.object, otherwise),
    ];
  },
});

/** People post ideas (title, pitch): what is created, with its fields. */
export const PEOPLE_ADD: SentenceForm = form({
  name: 'people add',
  means: 'What people create, with its fields.',
  examples: ['People post ideas (title, pitch).', 'Neighbours offer tools with a name and a deposit.'],
  confidence: 0.85,
  patterns: [
    '<actor> @can? v=post|add|enter|submit|write|share|publish|suggest|propose|create|register|offer|report <owner> ( <fields> )',
    '<actor> @can? v=post|add|enter|submit|write|share|publish|suggest|propose|create|register|offer|report <owner> ( <fields> ) and <rest>',
    '<actor> @can? v=post|add|enter|submit|write|share|publish|suggest|propose|create|register|offer|report <owner> with <fields>',
  ],
  read: (match) => {
    const actor = readNounPhrase(captured(match, 'actor'));
    const owner = readNounPhrase(captured(match, 'owner'));
    const isPeople =
      actor?.isPlural === true ||
      /^(?:people|everyone|anyone|everybody|somebody|someone|we|i|staff)$/.test(
        actor?.key ?? actor?.words[0] ?? '',
      );
    const fields = readFieldList(captured(match, 'fields'));
    if (!isPeople || !actor || actor.words.length > 2 || !isRecordPhrase(owner) || fields.length === 0)
      return undefined;
    return [
      { kind: 'entity', phrase: owner, strength: 'strong' },
      { kind: 'fields', owner, fields },
      { kind: 'feature', verb: 'create', phrase: owner, span: spanOf(match.tokens) },
      ...unread(captured(match, 'rest')),
    ];
  },
});

function unread(tokens: readonly Token[]): readonly Proposal[] {
  const said = tokens.map((token) => token.text).join(' ');
  return said === '' ? [] : [{ kind: 'problem', why: `“${said}” was not understood` }];
}

/** Parking a vehicle in a space creates a stay: the creation of the record. */
export const CREATES: SentenceForm = form({
  name: 'creates',
  means: 'What is done creates a record.',
  examples: ['Parking a vehicle in a space creates a stay.', 'Every sign-up creates a new membership.'],
  confidence: 0.8,
  patterns: ['<doing> creates|starts|opens|makes|produces|results_in a|an|one new? <owner>'],
  read: (match) => {
    const owner = readNounPhrase(captured(match, 'owner'));
    const doing = captured(match, 'doing');
    const isDoing = lowerAt(doing, 0).endsWith('ing') || /^(?:each|every|an?)$/.test(lowerAt(doing, 0));
    if (!isRecordPhrase(owner) || !isDoing || doing.length > 10) return undefined;
    return [
      { kind: 'entity', phrase: owner, strength: 'strong' },
      { kind: 'feature', verb: 'create', phrase: owner, span: spanOf(match.tokens) },
    ];
  },
});

export const ONLY_OPERATIONS: SentenceForm = form({
  name: 'only',
  means: 'The operations named are all there are.',
  examples: [
    'The only operations are creating and listing visitors',
    'Visitors can only be added and listed',
    'Only list and read plants, nothing else',
  ],
  confidence: 0.9,
  patterns: [
    'the? only operations|features|functions|actions|things are|is|: :? <features> nothing|no else|more?',
    'the? only operations|features|functions|actions are|is|: :? <features>',
    'only <features> nothing_else',
    'only <features>',
    '@each? <objects> can|may|must only be <done>',
  ],
  read: (match) => {
    const done = standardParticiples(captured(match, 'done'));
    const objects = readNounPhrase(captured(match, 'objects'));
    if (captured(match, 'done').length > 0) {
      return done && isRecordPhrase(objects)
        ? [{ kind: 'only', verbs: done, phrase: objects, span: spanOf(match.tokens) }]
        : undefined;
    }
    if (captured(match, 'features').some((token) => /^(?:can|may|is|are|must)$/.test(token.lower)))
      return undefined;
    const features = captured(match, 'features').filter(
      (token, index, all) => !(token.lower === ',' && index === all.length - 1),
    );
    const run = readVerbs(features);
    const object = readNounPhrase(upToPlace(features.slice(run.length)));
    const verbs = run.verbs.filter(
      (verb) =>
        verb === 'create' || verb === 'list' || verb === 'read' || verb === 'update' || verb === 'delete',
    );
    if (verbs.length === 0 || verbs.length !== run.verbs.length) return undefined;
    return [
      {
        kind: 'only',
        verbs,
        phrase: isRecordPhrase(object) ? object : match.around.owner,
        span: spanOf(match.tokens),
      },
    ];
  },
});
