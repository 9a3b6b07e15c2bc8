import { lowerAt } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import { captured, form, type SentenceForm } from '../form.ts';
import { splitFields } from '../field-split.ts';
import { readNounPhrase } from '../noun-phrase.ts';
import type { Proposal } from '../proposal.ts';

/** `exactly one member and optionally a book` → references from one kind of record to others. */
function references(
  child: readonly Token[],
  parents: readonly Token[],
  isMany: boolean,
): readonly Proposal[] | undefined {
  const from = readNounPhrase(child);
  if (!from || from.words.length > 4) return undefined;
  const proposals: Proposal[] = [{ kind: 'entity', phrase: from, strength: 'strong' }];
  for (const part of splitFields(parents)) {
    const isOptional = part.some((token) => /^(?:optionally|optional|possibly|maybe)$/.test(token.lower));
    const to = readNounPhrase(
      part.filter(
        (token) =>
          !/^(?:optionally|optional|possibly|maybe|exactly|at|most|least|one|only)$/.test(token.lower),
      ),
    );
    if (!to || to.words.length > 4 || part.some((token) => token.kind === 'sign' && token.lower !== '-'))
      return undefined;
    proposals.push({ kind: 'reference', from, to, isOptional, isMany: isMany && to.isPlural });
  }
  return proposals.length > 1 ? proposals : undefined;
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
    const found = references(captured(match, 'child'), captured(match, 'parent'), false);
    const isOptional = match.tokens.some((token) => /^(?:may|can|optionally)$/.test(token.lower));
    return isOptional
      ? found?.map((one) => (one.kind === 'reference' ? { ...one, isOptional: true } : one))
      : found;
  },
});

const LINKS: SentenceForm = form({
  name: 'links',
  means: 'A record refers to one record of each of the kinds named.',
  examples: [
    'A loan links a member and a book.',
    'A booking is for a member and a class.',
    'Each visit is made by a patient.',
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
    const found = references(captured(match, 'child'), parents, false);
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
