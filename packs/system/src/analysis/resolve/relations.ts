import type { NounPhrase } from '../grammar/noun-phrase.ts';
import type { Proposal } from '../grammar/proposal.ts';
import { isPlural } from '../words/number.ts';
import { guessValue } from '../words/value-types.ts';
import type { Draft, EntityDraft, FieldDraft } from './draft.ts';
import { findEntity, findEntityLoosely } from './entities.ts';
import { applyConstraints } from './apply-constraints.ts';
import { addReference, openField } from './fields.ts';
import type { Entry, Ledger } from './ledger.ts';

type Of<K extends Proposal['kind']> = Extract<Proposal, { kind: K }>;

export function resolveReference(draft: Draft, entry: Entry<Of<'reference'>>, ledger: Ledger): void {
  const { from, to, isOptional = false } = entry.proposal;
  const child = findEntityLoosely(draft, from);
  const parent = findEntityLoosely(draft, to);
  if (!child || !parent) {
    if (!entry.proposal.needsKnown)
      ledger.problem(
        entry,
        `“${(child ? to : from).words.join(' ')}” is no kind of record that the request describes`,
      );
    return;
  }
  addReference(child, to.words, parent, entry, ledger, { isOptional });
}

export function resolveDeleteRule(draft: Draft, entry: Entry<Of<'delete-rule'>>, ledger: Ledger): void {
  const parent = findEntityLoosely(draft, entry.proposal.parent);
  const child = findEntityLoosely(draft, entry.proposal.child);
  const field = parent && child && referenceTo(child, parent);
  if (!field) return ledger.problem(entry, 'the two kinds of record are not linked');
  field.referenceRule = entry.proposal.rule;
  ledger.fact(entry, `entities.${child.name}.fields.${field.name}`);
}

/** The field of a child that refers to a parent. */
export function referenceTo(child: EntityDraft, parent: EntityDraft): FieldDraft | undefined {
  return [...child.fields.values()].find((field) => field.reference === parent.name);
}

/** A sentence about values: finds the field it is about, or opens it. */
export function resolveConstraint(
  draft: Draft,
  entry: Entry<Of<'constraint'>>,
  topic: EntityDraft | undefined,
  last: FieldDraft | undefined,
  ledger: Ledger,
): void {
  const { subject } = entry.proposal;
  const several = topic ? fieldsEndingIn(topic, subject.words) : [];
  if (topic && several.length > 1 && !findField(topic, subject.words)) {
    for (const field of several) applyTo(topic, field, entry, ledger);
    return;
  }
  const place = placeOf(draft, subject, topic, last);
  if (!place)
    return ledger.problem(entry, `“${subject.words.join(' ')}” is no field that the request describes`);
  applyTo(place.owner, place.field, entry, ledger);
}

function applyTo(
  owner: EntityDraft,
  field: FieldDraft,
  entry: Entry<Of<'constraint'>>,
  ledger: Ledger,
): void {
  const { constraints, leftovers } = entry.proposal;
  const target = `entities.${owner.name}.fields.${field.name}`;
  ledger.fact(entry, target);
  applyConstraints(field, constraints, entry, ledger, target);
  if (leftovers.length > 0)
    ledger.problem(entry, 'a part of what was said about the value was not understood');
}

interface Place {
  readonly owner: EntityDraft;
  readonly field: FieldDraft;
}

function placeOf(
  draft: Draft,
  subject: NounPhrase,
  topic: EntityDraft | undefined,
  last: FieldDraft | undefined,
): Place | undefined {
  const owner = findEntityLoosely(draft, subject.owner) ?? (subject.owner?.isPronoun ? topic : undefined);
  const whole = subject.owner ? [...subject.words, 'for', ...subject.owner.words] : [];
  const same = topic && whole.length > 0 ? findField(topic, whole) : undefined;
  if (topic && same && same.words.length === whole.length) return { owner: topic, field: same };
  const isEntity = subject.isPronoun || findEntity(draft, subject) !== undefined;
  const ofTopic = topic && findField(topic, subject.words);
  if (isEntity && !ofTopic && last && topic && [...topic.fields.values()].includes(last))
    return { owner: topic, field: last };
  const searched = owner ? [owner] : [...(topic ? [topic] : []), ...draft.entities.values()];
  for (const entity of searched) {
    const field = findField(entity, subject.words);
    if (field) return { owner: entity, field };
  }
  const split = splitOwner(draft, subject);
  if (split) return split;
  return isEntity ? undefined : openNew(owner ?? topic, subject);
}

/** `task titles`, `plant price`: an entity and one of its fields in one phrase. */
function splitOwner(draft: Draft, subject: NounPhrase): Place | undefined {
  for (const entity of draft.entities.values()) {
    const length = entity.key.split(' ').length;
    if (subject.words.length <= length || subject.words.slice(0, length).join(' ') !== entity.key) continue;
    const key = singularKey(subject.words.slice(length));
    const field = [...entity.fields.values()].find(({ words }) =>
      `${singularKey(words)} `.startsWith(`${key} `),
    );
    if (field) return { owner: entity, field };
  }
  return undefined;
}

export function findField(entity: EntityDraft, words: readonly string[]): FieldDraft | undefined {
  const key = singularKey(words);
  const all = [...entity.fields.values()];
  const exact = all.find((field) => singularKey(field.words) === key || field.name === words.join(''));
  if (exact) return exact;
  const ends = all.filter(
    (field) => singularKey(field.words).endsWith(` ${key}`) || key.endsWith(` ${singularKey(field.words)}`),
  );
  return ends.length === 1 ? ends[0] : undefined;
}

/** `goals`: the home goals and the away goals. */
function fieldsEndingIn(entity: EntityDraft, words: readonly string[]): readonly FieldDraft[] {
  const key = singularKey(words);
  return [...entity.fields.values()].filter((field) => singularKey(field.words).endsWith(` ${key}`));
}

function singularKey(words: readonly string[]): string {
  return words
    .map((word) =>
      isPlural(word) ? word.replace(/ies$/, 'y').replace(/(?:(?<=x|ch|sh|ss)es|s)$/, '') : word,
    )
    .join(' ')
    .replace(/^is /, '');
}

/** Pronouns, quantities and numbers name no field. */
const NO_FIELD =
  /^(?:i|we|you|he|she|it|they|them|us|me|both|all|none|some|any|each|every|ones?|others?|nobody|everybody|everyone|someone|people|two|three|four|five|six|seven|eight|nine|ten|be|is|are|has|have|when|if|than|more|most|no|not|nothing|anything|everything|something|else)$/;

const SILENT = { assume: () => undefined } as unknown as Ledger;

function openNew(owner: EntityDraft | undefined, subject: NounPhrase): Place | undefined {
  if (
    !owner ||
    subject.isPronoun ||
    subject.words.length > 3 ||
    subject.words.some((word) => NO_FIELD.test(word))
  )
    return undefined;
  const isLikely = guessValue(subject.words).isKnown || subject.words.length <= 2;
  if (!isLikely) return undefined;
  const field = openField(owner, subject.words, [subject.start, subject.end], SILENT);
  return typeof field === 'object' ? { owner, field } : undefined;
}

export function resolveUnique(
  draft: Draft,
  entry: Entry<Of<'unique'>>,
  topic: EntityDraft | undefined,
  ledger: Ledger,
): void {
  const owner = findEntityLoosely(draft, entry.proposal.owner) ?? topic;
  if (!owner)
    return ledger.problem(
      entry,
      `“${entry.proposal.owner.words.join(' ')}” is no kind of record that the request describes`,
    );
  const fields = entry.proposal.fields.map((phrase) => fieldFor(draft, owner, phrase));
  if (fields.some((field) => field === undefined)) {
    const missing = entry.proposal.fields
      .filter((_, index) => fields[index] === undefined)
      .map((phrase) => phrase.words.join(' '));
    return ledger.problem(entry, `${owner.key} has no field “${missing.join('”, “')}”`);
  }
  const found = [...new Set(fields as FieldDraft[])];
  const [first] = found;
  if (found.length === 1 && first) {
    first.unique ??= { value: { ignoreCase: false }, span: entry.reading.span };
    ledger.fact(entry, `entities.${owner.name}.fields.${first.name}`);
    return;
  }
  owner.unique.push(found.map((field) => field.name));
  ledger.fact(entry, `entities.${owner.name}.unique`);
}

/** The field, the reference to the entity of that name, or a new field when the words name values plainly. */
function fieldFor(draft: Draft, owner: EntityDraft, phrase: NounPhrase): FieldDraft | undefined {
  const known = findField(owner, phrase.words);
  if (known) return known;
  const parent = findEntityLoosely(draft, phrase);
  if (parent)
    return (
      referenceTo(owner, parent) ??
      (openField(owner, phrase.key.split(' '), [phrase.start, phrase.end], SILENT, parent) as
        | FieldDraft
        | undefined)
    );
  if (phrase.key === 'day')
    return (
      findField(owner, ['date']) ??
      (openField(owner, ['day'], [phrase.start, phrase.end], SILENT) as FieldDraft | undefined)
    );
  return guessValue(phrase.words).isKnown ? openNew(owner, phrase)?.field : undefined;
}
