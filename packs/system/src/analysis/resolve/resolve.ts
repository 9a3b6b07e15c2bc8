import type { Proposal } from '../grammar/proposal.ts';
import type { ReadStatement } from '../grammar/read-statements.ts';
import type { Draft, EntityDraft, FieldDraft } from './draft.ts';
import { findEntityLoosely, resolveEntities } from './entities.ts';
import { resolveActs } from './acts.ts';
import { resolveFeature, STANDARD_VERBS } from './features.ts';
import { type FieldList, resolveWholeList, settleRequired } from './field-lists.ts';
import { resolveFields } from './fields.ts';
import type { Entry, Ledger } from './ledger.ts';
import { settleMoments } from './moments.ts';
import { resolveConstraint, resolveDeleteRule, resolveReference, resolveUnique } from './relations.ts';
import { resolveRules } from './rules.ts';
import { fillEmpty } from './empty-entities.ts';
import { resolveStates } from './states.ts';
import { resolveSystem } from './system.ts';
import { resolveTopics } from './topics.ts';
import { settleValueLines } from './value-lines.ts';

/** Decides what all proposals together mean. */
export function resolve(statements: readonly ReadStatement[], ledger: Ledger): Draft {
  const draft: Draft = { entities: new Map(), names: new Map(), operations: new Map() };
  const entries = settleValueLines(collectEntries(statements));
  for (const entry of entries) if (entry.proposal.kind === 'context') ledger.context(entry);
  resolveEntities(draft, entries, ledger);
  const topics = resolveTopics(draft, statements, entries);
  resolveAllFields(draft, entries, topics, ledger);
  for (const entry of entries) {
    if (isKind(entry, 'unique')) resolveUnique(draft, entry, topics.get(entry), ledger);
    if (isKind(entry, 'delete-rule')) resolveDeleteRule(draft, entry, ledger);
  }
  const done = resolveActs(draft, entries, ledger);
  fillEmpty(draft, entries, ledger);
  resolveStates(draft, done, topics, ledger);
  for (const entry of done) resolveFeature(draft, entry, topics.get(entry), ledger);
  resolveRules(draft, entries, topics, ledger);
  resolveSystem(draft, entries, ledger);
  noteOperations(draft, ledger);
  return draft;
}

function collectEntries(statements: readonly ReadStatement[]): readonly Entry[] {
  return statements.flatMap(({ readings }, statement) =>
    readings.flatMap((reading) =>
      reading.proposals.map((proposal): Entry => ({ proposal, reading, statement })),
    ),
  );
}

function isKind<K extends Proposal['kind']>(
  entry: Entry,
  kind: K,
): entry is Entry<Extract<Proposal, { kind: K }>> {
  return entry.proposal.kind === kind;
}

/** Fields, references and what is said about them; references first so that a field list finds its entities. */
function resolveAllFields(
  draft: Draft,
  entries: readonly Entry[],
  topics: ReadonlyMap<Entry, EntityDraft>,
  ledger: Ledger,
): void {
  for (const entry of entries) {
    if (!isKind(entry, 'fields')) continue;
    const owner = findEntityLoosely(draft, entry.proposal.owner) ?? topics.get(entry);
    if (owner)
      resolveFields(draft, owner, entry.proposal.fields, entry, ledger, entry.proposal.isOptional === true);
    else ledger.problem(entry, 'it is not clear which kind of record these fields belong to');
  }
  for (const entry of entries) if (isKind(entry, 'reference')) resolveReference(draft, entry, ledger);
  let last: FieldDraft | undefined;
  const lists: FieldList[] = [];
  for (const entry of entries) {
    if (isKind(entry, 'fields')) {
      last = lastField(draft, entry, topics) ?? last;
      const owner = findEntityLoosely(draft, entry.proposal.owner) ?? topics.get(entry);
      if (owner) lists.push({ owner, entry });
    }
    if (isKind(entry, 'constraint')) resolveConstraint(draft, entry, topics.get(entry), last, ledger);
    if (isKind(entry, 'whole-list')) resolveWholeList(lists.at(-1), entry, ledger);
  }
  settleRequired(draft, entries, lists, ledger);
  settleCounts(draft);
  settleMoments(draft, ledger);
}

/** A plural that turns out to hold a number is a count and no list: `home goals (default 0)`. */
function settleCounts(draft: Draft): void {
  for (const entity of draft.entities.values()) {
    for (const field of entity.fields.values()) {
      const bounds = [field.minimum, field.maximum];
      const isNumber =
        bounds.some((bound) => bound?.value.measure === 'value') ||
        /^-?\d+$/.test(field.defaultValue?.value ?? '') ||
        field.unit?.value === 'integer';
      if (field.isList && field.guess.isList && !field.isSaidList && isNumber) {
        field.isList = false;
        field.shape ??= 'integer';
      }
    }
  }
}

function lastField(
  draft: Draft,
  entry: Entry<Extract<Proposal, { kind: 'fields' }>>,
  topics: ReadonlyMap<Entry, EntityDraft>,
): FieldDraft | undefined {
  const owner = findEntityLoosely(draft, entry.proposal.owner) ?? topics.get(entry);
  const words = entry.proposal.fields.at(-1)?.words.join(' ');
  return owner && [...owner.fields.values()].find((field) => field.words.join(' ') === words);
}

function noteOperations(draft: Draft, ledger: Ledger): void {
  for (const entity of draft.entities.values()) {
    const missing = STANDARD_VERBS.filter(
      (verb) => !entity.features.has(verb) && !entity.forbidden.has(verb) && (entity.only?.has(verb) ?? true),
    );
    if (entity.features.size > 0 && missing.length > 0)
      ledger.assume(
        `${entity.name}: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} offered as well.`,
        `entities.${entity.name}.api`,
      );
  }
}
