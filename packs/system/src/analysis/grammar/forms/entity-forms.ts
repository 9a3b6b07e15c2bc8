import { lowerAt, lowerFromEnd } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import { wordSet } from '../../words/word-list.ts';
import { guessValue } from '../../words/value-types.ts';
import { readFieldList } from '../field-list.ts';
import type { FieldPhrase } from '../field-phrase.ts';
import { namesByClause } from '../field-shape.ts';
import { captured, form, type SentenceForm } from '../form.ts';
import { type NounPhrase, readNounPhrase, splitList } from '../noun-phrase.ts';
import type { Proposal, Strength } from '../proposal.ts';
import { isRecordPhrase } from '../record-phrase.ts';
import { readGroup } from '../constraints.ts';

/** The owner and its fields, or nothing when the owner cannot be a kind of record. */
function ownFields(
  owner: readonly Token[],
  list: readonly Token[],
  around: NounPhrase | undefined,
  isOptional = false,
): readonly Proposal[] | undefined {
  const said = readNounPhrase(owner);
  const phrase = said?.isPronoun ? around : said;
  if (said && !said.isPronoun && !isRecordPhrase(said)) return undefined;
  const fields = readFieldList(list);
  if (fields.length === 0) return undefined;
  const proposals: Proposal[] =
    said && !said.isPronoun ? [{ kind: 'entity', phrase: said, strength: 'strong' }] : [];
  return [...proposals, { kind: 'fields', owner: phrase, fields, isOptional }];
}

const HAS_FIELDS: SentenceForm = form({
  name: 'has',
  means: 'The fields of a kind of record.',
  examples: [
    'A plant has a name, a species and a price.',
    'Each member must have a name and an email.',
    'Every film consists of a title, a director and an optional description.',
    'Plants have the following fields: name, price (at least 0) and quantity.',
  ],
  confidence: 0.95,
  patterns: [
    '@each? <owner> @has the_following|these|the|following|some? fields|attributes|properties|details|data|information? :? <fields>',
    '@each? <owner> @needs to_have? the_following|these|following? fields|attributes|properties|details|data? :? <fields>',
  ],
  read: (match) => {
    const owner = captured(match, 'owner');
    if (owner.some((token) => token.kind === 'sign' && token.lower === ',')) return undefined;
    const starts = captured(match, 'fields')[0]?.lower ?? '';
    const isGetting =
      match.tokens.some((token) => /^(?:gets?|receives?|shows?|holds?)$/.test(token.lower)) &&
      !/^(?:an?|the|its|their)$/.test(starts);
    if (isGetting) return undefined;
    if (/^(?:to|no|been|access|with|of|by|for|in|on|from|at|more)$/.test(starts)) return undefined;
    return ownFields(owner, captured(match, 'fields'), match.around.owner);
  },
});

const MAY_HAVE: SentenceForm = form({
  name: 'may have',
  means: 'Optional fields of a kind of record.',
  examples: ['A plant may have a description and a photo.', 'Members can have a phone number.'],
  patterns: ['@each? <owner> @may-have the_following? fields? :? <fields>'],
  read: (match) => {
    const isQuota =
      lowerAt(match.tokens, 0) === 'no' ||
      /^(?:more|at|no|only|up|fewer|less)$/.test(lowerAt(captured(match, 'fields'), 0));
    return isQuota
      ? undefined
      : ownFields(captured(match, 'owner'), captured(match, 'fields'), match.around.owner, true);
  },
});

const RECORD_OF: SentenceForm = form({
  name: 'record of each',
  means: 'The fields of a kind of record, named the other way round.',
  examples: [
    'Store the name and price of each plant.',
    'For each repair we record the date, the cost and a description.',
    'For every visit, note the date and the reason.',
    'We want to know the title and year of every film.',
  ],
  confidence: 0.9,
  patterns: [
    '@each? we|i|it|the_system|you|they|staff|users? should|must|want_to|need_to|will|would_like_to|also? @keep|know|need|have|want|note|@create <fields> of|for|about each|every|all|any <owner>',
    'for|of|about each|every|all|any|a|an <owner> ,? we|i|it|the_system|you|they|staff|users? should|must|want_to|need_to|will|would_like_to|shall|also|can? @keep|know|need|have|want|note|@create|there_is|there_are the_following|following? fields|details|data|information? :? <fields>',
    'for|of|about each|every|all|any|a|an <owner> :|, <fields>',
    '@keep|know|note <fields> of|for|about each|every|all <owner>',
    'the? fields|attributes|properties|details of|for a|an|each|every|the? <owner> are|is|: :? <fields>',
  ],
  read: (match) => ownFields(captured(match, 'owner'), captured(match, 'fields'), match.around.owner),
});

const KEEPS: SentenceForm = form({
  name: 'keeps',
  means: 'The kinds of record the system keeps.',
  examples: [
    'Manage plants and suppliers.',
    'Keep track of bicycles, repairs and customers.',
    'The system stores members, books and loans.',
    'Track films with title, year and director.',
  ],
  confidence: 0.85,
  patterns: [
    'the|this|our? system|app|application|api|service|software|program|tool|it|we|i|they|you|club|staff|users? should|must|can|will|shall|want_to|need_to|have_to|would_like_to? @keep <list>',
    'managing|tracking|storing|recording|keeping|keeping_track_of|handling|organising|organizing|cataloguing|cataloging|maintaining|registering|administering <list>',
    'there are|is the_following|following|these|two|three|four|five|six|several? kinds_of|types_of? entities|records|things|resources|objects|models|tables? :? <list>',
    'the? entities|records|resources|models|tables|objects|things are|: :? <list>',
  ],
  read: (match) => {
    const list = captured(match, 'list');
    if (/^(?:have|has|are|is|can|must|may|should|cannot|belong|belongs|to)$/.test(lowerAt(list, 0)))
      return undefined;
    if (isPlaced(match.tokens, list)) return undefined;
    return readKept(list, isBackground(match.tokens) ? 'weak' : 'strong');
  },
});

/** `record results for an athlete`: a feature with a reference rather than a list of what is kept. */
function isPlaced(tokens: readonly Token[], list: readonly Token[]): boolean {
  const isCreating = tokens.some((token) => /^(?:record|register|log|save|enter|store)$/.test(token.lower));
  return (
    isCreating &&
    list.some(
      (token, index) =>
        index > 0 &&
        /^(?:for|to)$/.test(token.lower) &&
        /^(?:an?|the|each|every)$/.test(lowerAt(list, index + 1)),
    )
  );
}

/** `We keep bees`: what do, rather than what the system does. */
function isBackground(tokens: readonly Token[]): boolean {
  return (
    /^(?:we|i)$/.test(lowerAt(tokens, 0)) &&
    /^(?:keep|hold|handle|organise|organize|maintain)$/.test(lowerAt(tokens, 1)) &&
    lowerAt(tokens, 2) !== 'track'
  );
}

/** `plants with name and price`, `plants, suppliers and orders`, `plants (name, price)`. */
export function readKept(
  tokens: readonly Token[],
  strength: Strength = 'strong',
): readonly Proposal[] | undefined {
  const colon = tokens.findIndex((token) => token.kind === 'sign' && token.lower === ':');
  if (colon > 0 && !tokens.slice(0, colon).some((token) => token.lower === ',')) {
    return ownFields(tokens.slice(0, colon), tokens.slice(colon + 1), undefined);
  }
  const tail = tokens.findIndex(
    (token, index) =>
      index > 0 && /^(?:with|including|having|by|where|who|which|that|whose|using)$/.test(token.lower),
  );
  const list = tail < 0 ? tokens : tokens.slice(0, tail);
  const proposals: Proposal[] = [];
  for (const part of splitList(list)) {
    const group = part.findIndex((token) => token.kind === 'sign' && /^[(:]$/.test(token.lower));
    const phrase = readNounPhrase(trimPlace(group < 0 ? part : part.slice(0, group)));
    if (!isRecordPhrase(phrase)) continue;
    proposals.push({ kind: 'entity', phrase, strength });
    if (group > 0) proposals.push(...groupFields(phrase, part.slice(group)));
  }
  if (proposals.length === 0) return undefined;
  const last = proposals.at(-1);
  if (tail > 0 && last?.kind === 'entity' && /^(?:with|including|having)$/.test(lowerAt(tokens, tail))) {
    const fields = readFieldList(tokens.slice(tail + 1));
    if (fields.length > 0) proposals.push({ kind: 'fields', owner: last.phrase, fields });
  } else if (tail > 0) {
    proposals.push({
      kind: 'problem',
      why: `the part from “${tokens[tail]?.text ?? ''}” on was not understood`,
    });
  }
  return proposals;
}

/** `plants in the nursery`, `members of the club`: where things are says nothing about them. */
function trimPlace(tokens: readonly Token[]): readonly Token[] {
  const at = tokens.findIndex((token, index) => index > 0 && /^(?:in|for|at|within|from)$/.test(token.lower));
  const of = tokens.findIndex(
    (token, index) =>
      index > 0 && token.lower === 'of' && /^(?:our|the|a|my|this)$/.test(lowerAt(tokens, index + 1)),
  );
  const end =
    at > 0
      ? at
      : of > 0 &&
          !/^(?:list|overview|collection|set|record|records|details|catalogue|catalog|inventory|register)$/.test(
            lowerAt(tokens, of - 1),
          )
        ? of
        : -1;
  return end < 0 ? tokens : tokens.slice(0, end);
}

function groupFields(owner: NounPhrase, group: readonly Token[]): readonly Proposal[] {
  const inner = group.filter(
    (token, index) => !(index === 0 || (index === group.length - 1 && token.lower === ')')),
  );
  const fields = readFieldList(inner);
  return fields.length > 0 ? [{ kind: 'fields', owner, fields }] : [];
}

const ENTITY_LINE: SentenceForm = form({
  name: 'kind of record: fields',
  means: 'A line that names a kind of record and its fields.',
  examples: [
    'Plant: name, species, price',
    'Members – name, email (unique), phone',
    'Book (title, author, year)',
    'A pledge = donor, amount (min 5), due date',
  ],
  confidence: 0.85,
  patterns: [
    '@each? <owner> = <fields>',
    '<owner> :|- <fields>',
    '<owner> ( <fields> )',
    '<owner> ( <fields> ) <rest>',
  ],
  read: (match) => {
    const owner = readNounPhrase(captured(match, 'owner'));
    const list = captured(match, 'fields');
    if (
      !match.around.isLabel ||
      !isRecordPhrase(owner) ||
      match.around.expects === 'fields' ||
      match.around.expects === 'features'
    )
      return undefined;
    if (match.around.owner && match.around.owner.key !== owner.key && match.around.expects !== 'entities')
      return undefined;
    if (hasVerb(list) || namesValues(owner, list)) return undefined;
    const fields = readFieldList(list);
    const isPlain =
      fields.length === 1 &&
      !guessValue(fields[0]?.words ?? []).isKnown &&
      fields[0]?.constraints.length === 0;
    if (fields.length === 0 || isPlain) return undefined;
    return [
      { kind: 'entity', phrase: owner, strength: 'strong' },
      { kind: 'fields', owner, fields },
      ...(captured(match, 'rest').length > 0
        ? [
            {
              kind: 'problem',
              why: `“${captured(match, 'rest')
                .map((token) => token.text)
                .join(' ')}” was not understood`,
            } as const,
          ]
        : []),
    ];
  },
});

/** `Condition: new, used or worn`: a field and its values rather than a kind of record and its fields. */
function namesValues(owner: NounPhrase, list: readonly Token[]): boolean {
  const areUnknown = readFieldList(list).every(
    (field) => !guessValue(field.words).isKnown && field.constraints.length === 0,
  );
  const isFieldName = guessValue(owner.words).isKnown && !owner.isPlural;
  return areUnknown && (isFieldName || list.some((token) => token.lower === 'or' || token.lower === '/'));
}

const FINITE = wordSet(
  'is are can may must should cannot belongs belong goes go when if has have we it they i',
);

export function hasVerb(tokens: readonly Token[]): boolean {
  let depth = 0;
  return tokens.some((token, index) => {
    if (token.lower === '(') depth += 1;
    if (token.lower === ')') depth -= 1;
    const startsPart =
      index > 0 && lowerAt(tokens, index - 1) === ',' && /^(?:is|has|can)$/.test(token.lower);
    return depth === 0 && !startsPart && token.kind === 'word' && FINITE.has(token.lower);
  });
}

/** `Fields: name, price` or a bare list under a heading or a sentence that announced fields. */
const FIELD_LINE: SentenceForm = form({
  name: 'field line',
  means: 'A line under a kind of record that names one of its fields, or several.',
  examples: ['Fields: name, price', 'title: required, at most 200 characters', 'name (required), price'],
  confidence: 0.85,
  patterns: ['the? fields|attributes|properties|columns|data :|are|- <fields>', '<fields>'],
  read: (match) => {
    const { owner, expects, isLabel } = match.around;
    const list = captured(match, 'fields');
    if (!isLabel || owner === undefined) return undefined;
    const isAnnounced =
      /^(?:fields|attributes|properties|columns|data)$/.test(lowerAt(match.tokens, 0)) &&
      list.length < match.tokens.length;
    if (expects === 'entities' || expects === 'features' || expects === 'states') return undefined;
    const isSentence =
      hasVerb(list) && !/^[:(-]$/.test(lowerAt(list, 1)) && !/^[:(-]$/.test(lowerAt(list, 2));
    if (isSentence && !(expects === 'fields' && namesByClause(list))) return undefined;
    const fields = readFieldList(list);
    if (fields.length === 0 || (expects !== 'fields' && !isAnnounced && !fields.every(looksLikeField)))
      return undefined;
    return [{ kind: 'fields', owner, fields }];
  },
});

function looksLikeField(field: FieldPhrase): boolean {
  return (
    field.words.length <= 4 &&
    (field.leftovers.length === 0 || field.constraints.length > 0 || guessValue(field.words).isKnown)
  );
}

const WITH_LINE: SentenceForm = form({
  name: 'kind of record with',
  means: 'A line that names a kind of record with its fields, without a verb.',
  examples: ['customers with name & phone', 'Samples with a barcode (unique) and a date'],
  confidence: 0.8,
  patterns: ['@each? <owner> with|having|including <fields>'],
  read: (match) => {
    const owner = captured(match, 'owner');
    if (
      !match.around.isLabel ||
      hasVerb(match.tokens) ||
      owner.length > 3 ||
      owner.some((token) => token.kind === 'sign')
    )
      return undefined;
    return ownFields(owner, captured(match, 'fields'), undefined);
  },
});

const GROUP_LIST: SentenceForm = form({
  name: 'kinds of record with fields',
  means: 'Several kinds of record, each with its fields in parentheses.',
  examples: ['Plays (title, author), actors (name, email unique) and roles'],
  confidence: 0.8,
  patterns: ['<list>'],
  read: (match) => {
    const list = captured(match, 'list');
    const parts = splitList(list);
    const first = parts[0] ?? [];
    const isGrouped =
      parts.length > 1 && lowerFromEnd(first, 1) === ')' && first.some((token) => token.lower === ',');
    const isDefinition = list.some((token) => /^[=:]$/.test(token.lower) && token.kind === 'sign');
    if (!match.around.isLabel || match.around.owner || !isGrouped || isDefinition || hasVerb(list))
      return undefined;
    return readKept(list);
  },
});

const BARE_LIST: SentenceForm = form({
  name: 'kinds of record',
  means: 'A bare list of names where kinds of record are expected.',
  examples: ['Plants', 'Members and loans'],
  confidence: 0.7,
  patterns: ['<list>'],
  read: (match) => {
    const { expects, isLabel } = match.around;
    if (!isLabel || expects !== 'entities' || hasVerb(match.tokens)) return undefined;
    return readKept(captured(match, 'list'));
  },
});

/** `light: sun/shade` under no owner belongs to the record last spoken of; values in parentheses too. */
const VALUE_LINE: SentenceForm = form({
  name: 'values line',
  means: 'A field and the values it may have.',
  examples: ['Light: sun/shade', 'Condition: new, used or worn'],
  confidence: 0.6,
  patterns: ['<subject> : <values>'],
  read: (match) => {
    const subject = readNounPhrase(captured(match, 'subject'));
    const said = readGroup(captured(match, 'values'));
    if (
      !subject ||
      !match.around.isLabel ||
      subject.words.length > 3 ||
      said.leftovers.length > 0 ||
      said.constraints.length === 0
    )
      return undefined;
    return [{ kind: 'constraint', subject, constraints: said.constraints, leftovers: [] }];
  },
});

export const ENTITY_FORMS: readonly SentenceForm[] = [RECORD_OF, KEEPS, MAY_HAVE, HAS_FIELDS];
export const LABEL_FORMS: readonly SentenceForm[] = [
  WITH_LINE,
  GROUP_LIST,
  ENTITY_LINE,
  FIELD_LINE,
  BARE_LIST,
  VALUE_LINE,
];
