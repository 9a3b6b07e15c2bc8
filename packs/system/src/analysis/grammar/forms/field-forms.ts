import { lowerAt } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import { readFieldList } from '../field-list.ts';
import { captured, form, type SentenceForm } from '../form.ts';
import { type NounPhrase, readNounPhrase, readNounPhrases } from '../noun-phrase.ts';
import { constraintsOn } from './value-sentences.ts';

const NO_TWO: SentenceForm = form({
  name: 'no two',
  means: 'A field, or several together, may not repeat.',
  examples: [
    'No two plants may share a name.',
    'No two bookings can be for the same room on the same day.',
    'There cannot be two members with the same email.',
  ],
  confidence: 0.95,
  patterns: [
    'no two|2 <owner> @can|must|should share|have|use|with|be_for|be_in|get|carry <same>',
    'no two|2 <owner> share|have|with|for|in|on|at|use|carry <same>',
    'there @cannot be two|2|several|duplicate <owner> with|for|having <same>',
    'there must|should be no two <owner> with|for|having <same>',
  ],
  read: (match) => {
    const owner = readNounPhrase(captured(match, 'owner'));
    const fields = splitSame(captured(match, 'same'));
    return owner && fields.length > 0 ? [{ kind: 'unique', owner, fields }] : undefined;
  },
});

/** `the same room on the same day`, `a name`, `the same name and year` → one phrase for each. */
function splitSame(tokens: readonly Token[]): readonly NounPhrase[] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'sign' || /^(?:and|on|at|in|for|of|by|with|same|during)$/.test(token.lower))
      parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts
    .map((part) =>
      readNounPhrase(part.filter((token) => !/^(?:the|same|a|an|both|identical|equal)$/.test(token.lower))),
    )
    .filter((phrase) => phrase !== undefined);
}

const ONCE_PER: SentenceForm = form({
  name: 'only one per',
  means: 'Several fields together may not repeat.',
  examples: [
    'Only one booking per room and day.',
    'There is at most one grade per student and course.',
    'A name is unique per category.',
  ],
  patterns: [
    '@each? <actor> can|may|must <verb> only|at_most one|1|a_single <owner> per|for_each|for_every|in_each <fields>',
    'there? can|may|must? is|be? only|at_most|just|no_more_than one|1|a_single <owner> is_allowed|allowed? per|for_each|for_every <fields>',
    '@each? <field> is|must_be|should_be|are unique|only_unique per|within|for_each|for_every|in_each|inside <fields>',
  ],
  read: (match) => {
    const fields = readNounPhrases(captured(match, 'fields'));
    const field = readNounPhrase(captured(match, 'field'));
    const owner = readNounPhrase(captured(match, 'owner'));
    const actor = readNounPhrase(captured(match, 'actor'));
    if (owner && actor) return [{ kind: 'unique', owner, fields: [actor, ...fields] }];
    if (owner && fields.length > 1) return [{ kind: 'unique', owner, fields }];
    const [first] = fields;
    if (!field || !first) return undefined;
    const whose = field.owner ?? match.around.owner;
    return whose ? [{ kind: 'unique', owner: whose, fields: [field, ...fields] }] : undefined;
  },
});

const TOGETHER: SentenceForm = form({
  name: 'unique together',
  means: 'Several fields together may not repeat.',
  examples: ['The combination of room and day must be unique.', 'Room and day together are unique.'],
  patterns: [
    'the? combination of <fields> for_a_booking? must|should? be|is|has_to_be unique',
    '<fields> together|combined must|should? be|are|is unique',
    '<fields> must|should? be|are|is unique together|in_combination',
  ],
  read: (match) => {
    const fields = readNounPhrases(captured(match, 'fields'));
    const owner = match.around.owner;
    if (fields.length < 2) return undefined;
    return owner
      ? [{ kind: 'unique', owner, fields }]
      : [{ kind: 'unique', owner: fields[0] as NounPhrase, fields }];
  },
});

const IDENTIFIED_BY: SentenceForm = form({
  name: 'identified by',
  means: 'The field is there, required, and unique.',
  examples: ['A book is identified by its inventory number.', 'Members are recognised by their card number.'],
  confidence: 0.95,
  patterns: [
    '@each? <owner> is|are|can_be uniquely? identified|recognised|recognized|known|distinguished by|through|via <field>',
  ],
  read: (match) => {
    const owner = readNounPhrase(captured(match, 'owner'));
    if (!owner) return undefined;
    const fields = readFieldList(captured(match, 'field')).map((field) => ({
      ...field,
      constraints: [...field.constraints, { kind: 'unique' as const, ignoreCase: false, span: field.span }],
    }));
    return fields.length > 0 ? [{ kind: 'fields', owner, fields }] : undefined;
  },
});

const CONSTRAINT: SentenceForm = form({
  name: 'field constraint',
  means:
    'Something about the values of a field: required, optional, unique, a range, values, a default, a type.',
  examples: [
    'The title is required.',
    'Prices cannot be negative.',
    'The rating must be between 1 and 5.',
    'Light is sun, shade or partial shade.',
    'Quantity defaults to 1.',
    'The inventory number of a painting must be unique.',
    'The shelf mark has to be unique.',
    'As a keeper I want chip numbers to be unique.',
  ],
  confidence: 0.9,
  patterns: [
    'i|we want|need|would_like|expect|require that? @each? <subject> to_be|is|are|must|should <predicate>',
    'as a|an|the <role> ,? i|we want|need|would_like|expect|require that? @each? <subject> to_be|is|are|must|should <predicate>',
    '@each? <subject> @is|@must <predicate>',
    '@each? <subject> p=@cannot <predicate>',
    '@each? <subject> defaults|default|starts|start_at|start_as|start_with <predicate>',
    '@each? <subject> @has <predicate>',
    '@each? <subject> can|may|might <predicate>',
    '@each? <subject> ranges|range|goes|runs|takes <predicate>',
    '@each? <subject> never? exceed|exceeds <predicate>',
    '@each? <subject> to be <predicate>',
  ],
  read: (match) => {
    const subject = captured(match, 'subject');
    const start = subject.length === 0 ? undefined : match.tokens.indexOf(subject.at(-1) as Token) + 1;
    if (start === undefined || subject.some((token) => token.kind === 'sign' && !/^[,'-]/.test(token.lower)))
      return undefined;
    const predicate = match.tokens.slice(start);
    const owns = ownership(predicate);
    if (owns === 'fields') return undefined;
    const found = constraintsOn(subject, predicate);
    const isClean = found?.every((one) => one.kind === 'constraint' && one.leftovers.length === 0);
    return owns === 'bounds' && !isClean ? undefined : found;
  },
});

/** Behind `has`: bounds such as `at most 5 characters`, or fields. */
function ownership(predicate: readonly Token[]): 'bounds' | 'fields' | undefined {
  const isHas = /^(?:has|have|contain|contains|include|includes|records|stores|keeps|notes|holds)$/.test(
    lowerAt(predicate, 0),
  );
  const next = lowerAt(predicate, 1);
  if (!isHas || next === 'to') return undefined;
  return /^(?:no|at|between|max|maximum|min|minimum|up|\d.*|exactly|more|less|a|the)$/.test(next)
    ? 'bounds'
    : 'fields';
}

export const TOGETHER_FORMS: readonly SentenceForm[] = [NO_TWO, ONCE_PER, TOGETHER];
export const UNIQUE_FORMS: readonly SentenceForm[] = [...TOGETHER_FORMS, IDENTIFIED_BY];
export const CONSTRAINT_SENTENCE: SentenceForm = CONSTRAINT;
