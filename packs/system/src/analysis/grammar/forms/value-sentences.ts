import { lowerAt } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import { CREATE_VERBS, DELETE_VERBS, LIST_VERBS, UPDATE_VERBS } from '../../words/verbs.ts';
import { spanOf, valueText } from '../constraint.ts';
import { readConstraints, readValueGroup } from '../constraints.ts';
import { readFieldList } from '../field-list.ts';
import { captured, form, type FormMatch, type SentenceForm } from '../form.ts';
import { type NounPhrase, readNounPhrase } from '../noun-phrase.ts';
import type { Proposal } from '../proposal.ts';

/** `name of a plant` → `name`, owned by `plant`. */
export function readSubject(tokens: readonly Token[]): NounPhrase | undefined {
  const of = tokens.findIndex((token, index) => index > 0 && /^(?:of|for)$/.test(token.lower));
  const isOf =
    of > 0 &&
    !/^(?:number|date|list|year|place|time|type|kind|point|length|proof|cost|amount)$/.test(
      lowerAt(tokens, of - 1),
    );
  if (isOf && tokens.length > of + 1) {
    const [owned, owner] = [readNounPhrase(tokens.slice(0, of)), readNounPhrase(tokens.slice(of + 1))];
    return owned && owner ? { ...owned, owner } : owned;
  }
  return readNounPhrase(tokens);
}

/** What a predicate says about every subject; nothing when it begins with words that say nothing about values. */
export function constraintsOn(
  subjects: readonly Token[],
  predicate: readonly Token[],
): readonly Proposal[] | undefined {
  if (!canBeSubject(subjects)) return undefined;
  const reading = readConstraints(predicate);
  const verb = predicate.findIndex(
    (token) => !/^(?:is|are|must|should|be|always|has|have|to|either|only|will)$/.test(token.lower),
  );
  const values =
    reading.leftovers.length > 0 ? readValueGroup(predicate.slice(Math.max(0, verb))) : undefined;
  const said = values ?? reading;
  const first = said.constraints[0];
  if (first === undefined || said.leftovers.some((token) => token.start < first.span[0])) return undefined;
  const leftovers = said.leftovers.map((token) => spanOf([token]));
  const list = splitSubjects(subjects);
  if (list.length === 0 || list.some((subject) => subject.words.length > 5)) return undefined;
  return list.map((subject) => ({ kind: 'constraint', subject, constraints: said.constraints, leftovers }));
}

const LEADS_ELSEWHERE =
  /^(?:i|we|you|they|he|she|somebody|someone|nobody|when|if|while|once|unless|until|whenever|after|before|there|send|in|on|by|with|as|both|all|none|either|neither)$/;

const HOLDS_VERB = /^(?:has|have|which|that|who|is|are|can|must|should)$/;

/** Fields are the subject: no verb of an operation and no condition stands first. */
function canBeSubject(tokens: readonly Token[]): boolean {
  const first = lowerAt(tokens, 0);
  const isVerb = [CREATE_VERBS, LIST_VERBS, UPDATE_VERBS, DELETE_VERBS].some((verbs) => verbs.has(first));
  if (tokens.some((token) => token.kind === 'word' && HOLDS_VERB.test(token.lower))) return false;
  return !LEADS_ELSEWHERE.test(first) && !(isVerb && tokens.length === 1) && !(isVerb && isObject(tokens[1]));
}

function isObject(token: Token | undefined): boolean {
  return token !== undefined && /^(?:an?|the|new|all|every|each)$/.test(token.lower);
}

function splitSubjects(tokens: readonly Token[]): readonly NounPhrase[] {
  const of = tokens.findIndex((token) => token.lower === 'of');
  const head = of > 0 ? tokens.slice(0, of) : tokens;
  const tail = of > 0 ? tokens.slice(of) : [];
  const parts: Token[][] = [[]];
  for (const token of head) {
    if ((token.kind === 'sign' && token.lower === ',') || token.lower === 'and') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts
    .filter((part) => part.length > 0)
    .map((part) => readSubject([...part, ...tail]))
    .filter((phrase) => phrase !== undefined);
}

const STANDARD: SentenceForm = form({
  name: 'default of a field',
  means: 'What a field holds when nothing is said.',
  examples: [
    'The default kind is car.',
    'By default the status is open.',
    'The default for the unit is piece.',
  ],
  patterns: [
    'the|its|their? default value? of|for? the|a|an|its? <subject> is|are|: :? <value>',
    'the|its default value? is|: :? <value>',
    'by_default|unless_said_otherwise|unless_stated_otherwise ,? the|its|their? <subject> is|are <value>',
  ],
  read: (match) => {
    const named = captured(match, 'subject');
    const subject = named.length > 0 ? readSubject(named) : lastField(match.tokens);
    const value = captured(match, 'value');
    if (!subject || subject.words.length > 4 || value.length > 4) return undefined;
    const span = spanOf(value);
    return [
      {
        kind: 'constraint',
        subject,
        constraints: [{ kind: 'default', value: valueText(value), span }],
        leftovers: [],
      },
    ];
  },
});

/** The field last spoken of. */
function lastField(tokens: readonly Token[]): NounPhrase | undefined {
  const [first] = tokens;
  return first && readNounPhrase([{ ...first, kind: 'word', text: 'it', lower: 'it' }]);
}

const FORM_OF: SentenceForm = form({
  name: 'form of a field',
  means: 'How the values of a field are written.',
  examples: [
    'The call sign has the form of a short text of at most 7 characters.',
    'A crew number consists of two letters and four digits.',
  ],
  patterns: [
    '@each? <subject> v=has|have|takes|follows the? form|format|shape|pattern of|: <predicate>',
    '@each? <subject> consists_of|consist_of|is_made_up_of <predicate>',
  ],
  read: (match) => {
    const found = constraintsOn(captured(match, 'subject'), captured(match, 'predicate'));
    const isHas = captured(match, 'v').length > 0;
    const isClean = found?.every(
      (one) =>
        one.kind === 'constraint' &&
        one.leftovers.length === 0 &&
        (isHas || one.constraints.some((constraint) => constraint.kind === 'pattern')),
    );
    return isClean ? found : undefined;
  },
});

const NOT_TWICE: SentenceForm = form({
  name: 'not used twice',
  means: 'A field may not repeat.',
  examples: ['No call sign may be used twice.', 'No badge can be given out more than once.'],
  patterns: [
    'no <subject> can|may|must|should be used|given|given_out|assigned|entered|taken|issued|repeated twice|again|more_than_once|a_second_time',
    'no <subject> can|may|must|should repeat|occur_twice|appear_twice',
  ],
  read: (match) => {
    const subject = readSubject(captured(match, 'subject'));
    const span = spanOf(match.tokens);
    return subject
      ? [
          {
            kind: 'constraint',
            subject,
            constraints: [{ kind: 'unique', ignoreCase: false, span }],
            leftovers: [],
          },
        ]
      : undefined;
  },
});

const WHOLE_LIST: SentenceForm = form({
  name: 'all fields',
  means: 'Something about all fields of the list before, or about both.',
  examples: [
    'All four are mandatory.',
    'Both are required.',
    'All fields except the note are required.',
    'None of them may be left empty.',
  ],
  patterns: [
    's=all|both of? the|these|them? c=two|three|four|five|six|seven|eight? fields|attributes|values|details? except|but|besides <except> are|is|must_be|should_be|have_to_be <predicate>',
    's=all|both of? the|these|them? c=two|three|four|five|six|seven|eight? fields|attributes|values|details? are|must|should|have_to <predicate>',
    's=everything|every_field|each_field is|must|should <predicate>',
    's=everything except|but <except> is|must_be|should_be <predicate>',
    'n=none|no of? the|these|them? field|fields? may|can|must|is|are be? p=left_empty|left_blank|empty|blank|missing|optional|left_out',
  ],
  read: (match) => {
    const isNone = captured(match, 'n').length > 0;
    const reading = readConstraints(captured(match, 'predicate'));
    if (!isNone && (reading.constraints.length === 0 || reading.leftovers.length > 0)) return undefined;
    const span = spanOf(match.tokens);
    return [
      {
        kind: 'whole-list',
        isBoth: lowerAt(captured(match, 's'), 0) === 'both',
        except: readFieldList(captured(match, 'except')).map((field) => field.words.join(' ')),
        constraints: isNone ? [{ kind: 'required', isRequired: true, span }] : reading.constraints,
      },
    ];
  },
});

/** `Sometimes`: what is noted then may be missing. */
const SELDOM = /^(?:sometimes|occasionally|optionally|perhaps|maybe)$/;

/** Chatty ways to name fields, read before what leads into a sentence is cut off. */
const NOTED: SentenceForm = form({
  name: 'what is written down',
  means: 'The fields of the record last spoken of, or of the one that the condition names.',
  examples: [
    "When somebody brings in a bike I want to write down the customer's name and the make of the bike.",
    'Sometimes I also note a reward, but not always.',
  ],
  confidence: 0.75,
  patterns: [
    'when|whenever|if|as_soon_as|every_time|each_time <event> ,? i|we|they|staff also? want_to|need_to|have_to|would_like_to|must|should? also? write_down|note_down|take_down|note|record|enter <fields>',
    'r=sometimes|occasionally|optionally|often|usually|always ,? i|we|they|staff also? want_to|need_to|have_to|would_like_to|must|should? also? write_down|note_down|take_down|note|record|enter <fields>',
    'i|we also? want_to|need_to|have_to|would_like_to|must|should? also? write_down|note_down|take_down <fields>',
  ],
  read: (match) => {
    const said = captured(match, 'fields');
    const not = said.findIndex((token, index) => token.lower === 'but' && lowerAt(said, index + 1) === 'not');
    const isOptional = SELDOM.test(lowerAt(captured(match, 'r'), 0)) || not > 0;
    const fields = readFieldList(not > 0 ? said.slice(0, not) : said);
    if (fields.length === 0 || (isOf(said) && fields.length === 1)) return undefined;
    const isBare = !/^(?:an?|the|its|their|his|her|how|what|where|who|whose|whether|when)$/.test(
      lowerAt(said, 0),
    );
    if (isBare && fields.length === 1) return undefined;
    return [...eventRecord(match), { kind: 'fields', owner: undefined, fields, isOptional }];
  },
});

/** `the name and price of each plant` names its owner: another form reads it. */
function isOf(tokens: readonly Token[]): boolean {
  const of = tokens.findIndex((token) => token.lower === 'of');
  return of > 0 && /^(?:each|every|all)$/.test(lowerAt(tokens, of + 1));
}

/** `somebody brings in a bike` → a bike, if bikes are kept. */
function eventRecord(match: FormMatch): readonly Proposal[] {
  const event = captured(match, 'event');
  const article = event.findLastIndex((token) => /^(?:an?|the)$/.test(token.lower));
  const rest = article < 0 ? [] : event.slice(article + 1);
  const stop = rest.findIndex((token) => /^(?:at|in|to|from|for|on|with|is|has)$/.test(token.lower));
  const phrase = readNounPhrase(stop < 0 ? rest : rest.slice(0, stop));
  return phrase && phrase.words.length <= 2 && rest.every((token) => token.kind === 'word')
    ? [{ kind: 'entity', phrase, strength: 'weak' }]
    : [];
}

export const VALUE_SENTENCES: readonly SentenceForm[] = [STANDARD, FORM_OF, NOT_TWICE, WHOLE_LIST];
/** Forms whose first words would be taken for a lead-in. */
export const AS_SAID_FORMS: readonly SentenceForm[] = [NOTED];
