import type { Span } from '../../requirements/requirements.ts';
import type { FieldPhrase } from '../grammar/field-phrase.ts';
import { keyOf } from '../grammar/noun-phrase.ts';
import { fieldName } from '../words/names.ts';
import { isPlural, singular } from '../words/number.ts';
import { guessValue } from '../words/value-types.ts';
import { applyConstraints } from './apply-constraints.ts';
import type { Draft, EntityDraft, FieldDraft } from './draft.ts';
import { findEntity } from './entities.ts';
import type { Entry, Ledger } from './ledger.ts';

/** Fields every record has by itself, under the names people give them. */
const MANAGED: Readonly<Record<string, string>> = {
  id: 'id',
  identifier: 'id',
  uuid: 'id',
  guid: 'id',
  uniqueId: 'id',
  uniqueIdentifier: 'id',
  createdAt: 'createdAt',
  creationDate: 'createdAt',
  created: 'createdAt',
  createdOn: 'createdAt',
  dateCreated: 'createdAt',
  creationTime: 'createdAt',
  createdDate: 'createdAt',
  dateOfCreation: 'createdAt',
  timestamp: 'createdAt',
  creationTimestamp: 'createdAt',
  updatedAt: 'updatedAt',
  modifiedAt: 'updatedAt',
  lastUpdated: 'updatedAt',
  lastModified: 'updatedAt',
  updateDate: 'updatedAt',
  dateUpdated: 'updatedAt',
  updatedOn: 'updatedAt',
};

export function resolveFields(
  draft: Draft,
  owner: EntityDraft,
  fields: readonly FieldPhrase[],
  entry: Entry,
  ledger: Ledger,
  isOptional: boolean,
): void {
  for (const phrase of fields) resolveField(draft, owner, phrase, entry, ledger, isOptional);
}

function resolveField(
  draft: Draft,
  owner: EntityDraft,
  phrase: FieldPhrase,
  entry: Entry,
  ledger: Ledger,
  isOptional: boolean,
): void {
  const { whose } = phrase;
  const isOthers = whose !== undefined && whose.key !== owner.key && !whose.isPronoun;
  const words = isOthers ? [...whose.words, ...phrase.words] : phrase.words;
  const target = targetOf(draft, owner, phrase, words);
  if (target && (phrase.isList || isPlural(words.at(-1) ?? '')))
    return addCollection(owner, target, phrase, entry, ledger);
  const field = openField(owner, words, phrase.span, ledger, target);
  if (typeof field === 'string') return noteManaged(owner, field, phrase, entry, ledger);
  if (!field) return ledger.problem(entry, `“${phrase.words.join(' ')}” gives no name for a field`);
  describeField(owner, field, phrase, entry, ledger);
  if (isOptional) field.required ??= { value: false, span: phrase.span };
}

/** The kind of record that a field refers to. */
function targetOf(
  draft: Draft,
  owner: EntityDraft,
  phrase: FieldPhrase,
  words: readonly string[],
): EntityDraft | undefined {
  const said = phrase.constraints.find((one) => one.kind === 'reference');
  return (
    (said && findEntity(draft, said.phrase)) ??
    draft.entities.get(keyOf(words)) ??
    findEntity(draft, { ...phrase.phrase, words, key: keyOf(words) }) ??
    roleOf(draft, owner, words)
  );
}

/** Several records as a field: each of them refers to the owner. */
function addCollection(
  owner: EntityDraft,
  target: EntityDraft,
  phrase: FieldPhrase,
  entry: Entry,
  ledger: Ledger,
): void {
  addReference(target, owner.words, owner, entry, ledger, { isOptional: false });
  ledger.assume(
    `Each ${target.key} refers to its ${owner.key}: one ${owner.key} has several ${phrase.words.join(' ')}.`,
    `entities.${target.name}.fields`,
  );
}

function noteManaged(
  owner: EntityDraft,
  field: string,
  phrase: FieldPhrase,
  entry: Entry,
  ledger: Ledger,
): void {
  const target = `entities.${owner.name}.fields.${field}`;
  ledger.fact(entry, target, phrase.span);
  if (field !== 'status') ledger.assume(`Every record has ${field} by itself.`, target);
}

function describeField(
  owner: EntityDraft,
  field: FieldDraft,
  phrase: FieldPhrase,
  entry: Entry,
  ledger: Ledger,
): void {
  if (phrase.isList && field.reference === undefined) {
    field.isList = true;
    field.isSaidList = true;
  }
  if (phrase.shape) field.shape ??= phrase.shape;
  const target = `entities.${owner.name}.fields.${field.name}`;
  ledger.fact(entry, target, phrase.span);
  applyConstraints(field, phrase.constraints, entry, ledger, target);
  if (phrase.leftovers.length === 0) return;
  const unused = phrase.leftovers.map((token) => token.text).join(' ');
  ledger.problem(entry, `“${unused}” was not used for ${phrase.words.join(' ')}`);
}

/** `home team`, `assigned trainer`: the last word is a kind of record. */
function roleOf(draft: Draft, owner: EntityDraft, words: readonly string[]): EntityDraft | undefined {
  if (words.length < 2 || guessValue(words).isKnown) return undefined;
  const found = draft.entities.get(singular(words.at(-1) ?? ''));
  return found === owner ? undefined : found;
}

/** The field of that name, new or known; the name alone when the system manages it; nothing when no name is left. */
export function openField(
  owner: EntityDraft,
  words: readonly string[],
  span: Span,
  ledger: Ledger,
  target?: EntityDraft,
): FieldDraft | string | undefined {
  const safe = fieldName(words);
  if (!safe) return undefined;
  const managed = MANAGED[safe.name];
  if (managed !== undefined && Object.hasOwn(MANAGED, safe.name)) return managed;
  const known = [...owner.fields.values()].find(
    (field) => field.name.toLowerCase() === safe.name.toLowerCase(),
  );
  if (known) return known;
  const guess = guessValue(words);
  const field: FieldDraft = {
    name: safe.name,
    words,
    guess,
    span,
    isList: target === undefined && guess.isList === true,
    ...(target ? { reference: target.name } : {}),
  };
  owner.fields.set(safe.name, field);
  if (safe.isRenamed)
    ledger.assume(
      `The field “${words.join(' ')}” is called ${safe.name}: the plain name is reserved.`,
      `entities.${owner.name}.fields.${safe.name}`,
    );
  return field;
}

/** Gives the child a reference to the parent, named by the words the person used. */
export function addReference(
  child: EntityDraft,
  words: readonly string[],
  parent: EntityDraft,
  entry: Entry,
  ledger: Ledger,
  how: { readonly isOptional: boolean },
): void {
  const singularWords = words.map((word, index) => (index === words.length - 1 ? singular(word) : word));
  const name = singularWords.join(' ');
  const existing = [...child.fields.values()].find(
    (field) => field.reference === parent.name && (name === parent.key || field.words.join(' ') === name),
  );
  const field = existing ?? openField(child, singularWords, entry.reading.span, ledger, parent);
  if (typeof field !== 'object') return;
  field.reference ??= parent.name;
  if (how.isOptional) field.required ??= { value: false, span: entry.reading.span };
  ledger.fact(entry, `entities.${child.name}.fields.${field.name}`);
}
