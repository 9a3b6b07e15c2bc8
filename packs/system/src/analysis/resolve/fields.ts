import type { Span } from '../../requirements/requirements.ts';
import type { Constraint } from '../grammar/constraint.ts';
import type { FieldPhrase } from '../grammar/field-phrase.ts';
import { keyOf } from '../grammar/noun-phrase.ts';
import { fieldName } from '../words/names.ts';
import { isPlural, singular } from '../words/number.ts';
import { guessValue } from '../words/value-types.ts';
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
  const isOthers = phrase.whose !== undefined && phrase.whose.key !== owner.key && !phrase.whose.isPronoun;
  const words = isOthers ? [...phrase.whose.words, ...phrase.words] : phrase.words;
  const said = phrase.constraints.find((one) => one.kind === 'reference');
  const target =
    (said && findEntity(draft, said.phrase)) ??
    draft.entities.get(keyOf(words)) ??
    findEntity(draft, { ...phrase.phrase, words, key: keyOf(words) }) ??
    roleOf(draft, owner, words);
  const isCollection = target !== undefined && (phrase.isList || isPlural(words.at(-1) ?? ''));
  if (isCollection) {
    addReference(target, owner.words, owner, entry, ledger, { isOptional: false });
    ledger.assume(
      `Each ${target.key} refers to its ${owner.key}: a ${owner.key} has several ${phrase.words.join(' ')}.`,
      `entities.${target.name}.fields`,
    );
    return;
  }
  const field = openField(owner, words, phrase.span, ledger, target);
  if (typeof field === 'string') {
    ledger.fact(entry, `entities.${owner.name}.fields.${field}`, phrase.span);
    if (field !== 'status')
      ledger.assume(`Every record has ${field} by itself.`, `entities.${owner.name}.fields.${field}`);
    return;
  }
  if (!field) return ledger.problem(entry, `“${phrase.words.join(' ')}” gives no name for a field`);
  if (phrase.isList && !target) {
    field.isList = true;
    field.isSaidList = true;
  }
  if (phrase.shape) field.shape ??= phrase.shape;
  const fieldTarget = `entities.${owner.name}.fields.${field.name}`;
  ledger.fact(entry, fieldTarget, phrase.span);
  applyConstraints(field, phrase.constraints, entry, ledger, fieldTarget);
  if (isOptional) field.required ??= { value: false, span: phrase.span };
  if (phrase.leftovers.length > 0) {
    ledger.problem(
      entry,
      `“${phrase.leftovers.map((token) => token.text).join(' ')}” was not used for ${phrase.words.join(' ')}`,
    );
  }
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

export function applyConstraints(
  field: FieldDraft,
  constraints: readonly Constraint[],
  entry: Entry,
  ledger: Ledger,
  target: string,
): void {
  for (const constraint of constraints) applyConstraint(field, constraint, entry, ledger, target);
}

const sameList = (a: readonly string[], b: readonly string[]): boolean => {
  const [left, right] = [a, b].map((list) =>
    list
      .map((value) => value.toLowerCase())
      .toSorted()
      .join('|'),
  );
  return left === right;
};

function applyConstraint(
  field: FieldDraft,
  constraint: Constraint,
  entry: Entry,
  ledger: Ledger,
  target: string,
): void {
  const { span } = constraint;
  switch (constraint.kind) {
    case 'required':
      field.required = ledger.agree(target, field.required, { value: constraint.isRequired, span });
      return;
    case 'unique':
      field.unique ??= { value: { ignoreCase: constraint.ignoreCase }, span };
      return;
    case 'bound':
      return applyBound(field, constraint, ledger, target);
    case 'values':
      field.values = ledger.agree(target, field.values, { value: constraint.values, span }, sameList);
      return;
    case 'default':
      field.defaultValue = ledger.agree(target, field.defaultValue, { value: constraint.value, span });
      return;
    case 'start':
      field.start = ledger.agree(target, field.start, { value: constraint.value, span });
      return;
    case 'type':
      field.type = ledger.agree(target, field.type, { value: constraint.type, span });
      return;
    case 'unit':
      field.unit ??= { value: constraint.type, span };
      return;
    case 'list':
      field.isList = true;
      field.isSaidList = true;
      return;
    case 'pattern':
      field.pattern = ledger.agree(target, field.pattern, { value: constraint.pattern, span });
      return;
    case 'note':
    case 'reference':
      return;
    case 'unsupported':
      return ledger.problem(entry, constraint.why);
  }
}

function applyBound(
  field: FieldDraft,
  constraint: Extract<Constraint, { kind: 'bound' }>,
  ledger: Ledger,
  target: string,
): void {
  const { span, side, value, measure, isExclusive } = constraint;
  const said = { value: { value, measure, isExclusive }, span };
  const before = field[side];
  const isTighter = before !== undefined && before.value.value === 0 && side === 'minimum' && value >= 0;
  field[side] = isTighter ? said : ledger.agree(target, before, said, (a, b) => a.value === b.value);
  const { minimum, maximum } = field;
  if (minimum && maximum && minimum.value.value > maximum.value.value)
    ledger.contradict(target, minimum.span, maximum.span);
}
