import { lowerAt } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import { captured, form, type SentenceForm } from '../form.ts';
import { readFieldList } from '../field-list.ts';
import type { FieldPhrase } from '../field-phrase.ts';
import { splitFields } from '../field-split.ts';
import { guessValue } from '../../words/value-types.ts';
import { type NounPhrase, readNounPhrase } from '../noun-phrase.ts';
import type { Proposal } from '../proposal.ts';

const OPTIONAL = /^(?:optionally|optional|possibly|maybe)$/;
const COUNTS = /^(?:optionally|optional|possibly|maybe|exactly|at|most|least|one|only)$/;

/** `a guest and a bed, with an arrival date` → the parents, and the fields behind them. */
function splitOfWith(tokens: readonly Token[], from: number): readonly [readonly Token[], readonly Token[]] {
  const at = tokens.findIndex(
    (token, index) =>
      index >= from &&
      /^(?:with|including|having|plus|on|from)$/.test(token.lower) &&
      !COUNTS.test(lowerAt(tokens, index + 1)),
  );
  if (at < 1) return [tokens, []];
  const end = lowerAt(tokens, at - 1) === ',' || lowerAt(tokens, at - 1) === 'and' ? at - 1 : at;
  const rest = tokens.slice(at + 1);
  if (lowerAt(tokens, at) !== 'from') return [tokens.slice(0, end), rest];
  // `from an arrival date to a departure date` names two fields.
  return [
    tokens.slice(0, end),
    rest.map((token) => (token.lower === 'to' ? { ...token, kind: 'sign', lower: ',' } : token)),
  ];
}

/** `a pupil to a trip`, `a student with a course`, `between a driver and a car`: what a linking verb connects. */
function splitEnds(tokens: readonly Token[]): {
  readonly parts: readonly (readonly Token[])[];
  readonly rest: readonly Token[];
} {
  const body = lowerAt(tokens, 0) === 'between' ? tokens.slice(1) : tokens;
  const joint = body.findIndex((token, index) => index > 0 && /^(?:to|with|and|,)$/.test(token.lower));
  if (joint < 0) return { parts: [body], rest: [] };
  const isWord = /^(?:to|with)$/.test(lowerAt(body, joint));
  const [ends, rest] = splitOfWith(body, joint + 2);
  const parts = isWord ? [ends.slice(0, joint), ...splitFields(ends.slice(joint + 1))] : splitFields(ends);
  return { parts, rest };
}

interface Linked {
  readonly parts: readonly (readonly Token[])[];
  /** What stands behind `with`: fields of the child. */
  readonly rest: readonly Token[];
}

/** What one part names: a record that is referred to, or, behind the first, a field. */
function readPart(
  part: readonly Token[],
  from: NounPhrase,
  isFirst: boolean,
): Extract<Proposal, { kind: 'reference' }> | readonly FieldPhrase[] | undefined {
  const to = readNounPhrase(part.filter((token) => !COUNTS.test(token.lower)));
  const isSigned = part.some((token) => token.kind === 'sign' && token.lower !== '-');
  if (!to) return undefined;
  if (!isFirst && (isSigned || guessValue(to.words).isKnown)) return readFieldList(part);
  const isOptional = part.some((token) => OPTIONAL.test(token.lower));
  return isSigned || to.words.length > 4
    ? undefined
    : { kind: 'reference', from, to, isOptional, isMany: false };
}

/** `exactly one member and optionally a book` → references from one kind of record to others. */
function references(child: readonly Token[], linked: Linked): readonly Proposal[] | undefined {
  const from = readNounPhrase(child);
  if (!from || from.words.length > 4) return undefined;
  const found = linked.parts.map((part, index) => readPart(part, from, index === 0));
  if (found.length === 0 || found.some((one) => one === undefined)) return undefined;
  const links = found.flatMap((one) => (one !== undefined && 'kind' in one ? [one] : []));
  const values = found.flatMap((one) => (one === undefined || 'kind' in one ? [] : one));
  const behind = linked.rest.length > 0 ? readFieldList(linked.rest) : [];
  if (linked.rest.length > 0 && behind.length === 0) return undefined;
  const fields = [...values, ...behind];
  return [
    { kind: 'entity', phrase: from, strength: 'strong' },
    ...links,
    ...(fields.length > 0 ? [{ kind: 'fields', owner: from, fields } as const] : []),
  ];
}

/** The parents named one after the other, with fields behind `with`. */
function listed(tokens: readonly Token[]): Linked {
  const [parents, rest] = splitOfWith(tokens, 1);
  return { parts: splitFields(parents), rest };
}

const BELONGS_TO: SentenceForm = form({
  name: 'belongs to',
  means: 'A record refers to a record of another kind.',
  examples: [
    'Each repair belongs to a bicycle.',
    'Every class belongs to exactly one trainer.',
    'A photo may belong to an album.',
  ],
  confidence: 0.95,
  patterns: ['@each? <child> optionally|always? @belongs <parent>'],
  read: (match) => {
    const found = references(captured(match, 'child'), listed(captured(match, 'parent')));
    const isOptional = match.tokens.some((token) => /^(?:may|can|optionally)$/.test(token.lower));
    return isOptional
      ? found?.map((one) => (one.kind === 'reference' ? { ...one, isOptional: true } : one))
      : found;
  },
});

const LINKING = /^(?:links?|connects?|joins?|assigns?|associates?|ties|between|pairs?|brings|relates?)$/;

const LINKS: SentenceForm = form({
  name: 'links',
  means: 'A record refers to one record of each of the kinds named.',
  examples: [
    'A loan links a member and a book.',
    'A booking is for a member and a class.',
    'Each visit is made by a patient.',
    'A registration connects a pupil with a trip.',
    'A stay is for a guest and a bed, with an arrival date.',
  ],
  patterns: [
    '@each? <child> always|also? @links <parents>',
    '@each? <child> is|are assigned|linked|connected|given|related|attached to <parents>',
    '@each? <child> o=can|may|could|might be assigned|linked|connected|given|related|attached to <parents>',
    '<child> must|should|can refer_to|reference|be_linked_to|be_assigned_to|be_for <parents>',
  ],
  read: (match) => {
    const parents = captured(match, 'parents');
    const isPlain = /^(?:a|an|the|one|exactly|its|both|their|each)$/.test(lowerAt(parents, 0));
    const isLink = match.tokens.some((token) => LINKING.test(token.lower));
    const found = references(captured(match, 'child'), isLink ? splitEnds(parents) : listed(parents));
    const isOptional = match.captures['o'] !== undefined;
    return found?.map((one) =>
      one.kind === 'reference'
        ? { ...one, needsKnown: !isPlain, ...(isOptional ? { isOptional } : {}) }
        : one,
    );
  },
});

const HAS_MANY: SentenceForm = form({
  name: 'has many',
  means: 'Records of the second kind refer to a record of the first.',
  examples: [
    'A member can have many loans.',
    'Each customer has several bicycles.',
    'A choir has any number of singers.',
  ],
  patterns: [
    '@each? <parent> @has|@may-have many|several|multiple|any_number_of|one_or_more|zero_or_more|a_number_of|lots_of|at_least_one|a_list_of|numerous <child>',
    '@each? <parent> can|may|could make|place|take|borrow|own|hold|book|attend many|several|multiple|any_number_of|one_or_more <child>',
  ],
  read: (match) => {
    const [parent, child] = [
      readNounPhrase(captured(match, 'parent')),
      readNounPhrase(captured(match, 'child')),
    ];
    if (
      !parent ||
      !child ||
      !child.isPlural ||
      child.words.length > 3 ||
      captured(match, 'child').some((token) => token.lower === ',')
    )
      return undefined;
    return [{ kind: 'reference', from: child, to: parent, isOptional: false, isMany: true }];
  },
});

const ON_DELETE: SentenceForm = form({
  name: 'deleting together',
  means: 'What happens to records that refer to a deleted one.',
  examples: [
    'Deleting a member deletes its loans.',
    'When a customer is deleted, all their bicycles are deleted too.',
  ],
  patterns: [
    'deleting|removing <parent> also? deletes|removes <child>',
    'when|if|whenever <parent> is|are|gets deleted|removed ,? then? <child> is|are|get|must_be|should_be also? deleted|removed too|also|as_well?',
  ],
  read: (match) => {
    const [parent, child] = [
      readNounPhrase(captured(match, 'parent')),
      readNounPhrase(captured(match, 'child')),
    ];
    return parent && child ? [{ kind: 'delete-rule', parent, child, rule: 'cascade' }] : undefined;
  },
});

const NO_DELETE_WHILE: SentenceForm = form({
  name: 'not deleted while used',
  means: 'A record that others refer to cannot be deleted.',
  examples: [
    'A customer with bicycles cannot be deleted.',
    'A book cannot be deleted while it has loans.',
    'Members cannot be removed if they still have loans.',
  ],
  patterns: [
    '@each? <parent> @cannot be deleted|removed while|if|when|as_long_as it|they|he|she|there still? has|have|are|is any|some|open? <child>',
    '@each? <parent> with|that_have|that_has|who_have any|some? <child> @cannot be deleted|removed',
  ],
  read: (match) => {
    const [parent, child] = [
      readNounPhrase(captured(match, 'parent')),
      readNounPhrase(captured(match, 'child').filter((token) => !/^(?:still|any|open)$/.test(token.lower))),
    ];
    return parent && child ? [{ kind: 'delete-rule', parent, child, rule: 'restrict' }] : undefined;
  },
});

export const RELATION_FORMS: readonly SentenceForm[] = [
  ON_DELETE,
  NO_DELETE_WHILE,
  BELONGS_TO,
  HAS_MANY,
  LINKS,
];
