import type { NounPhrase } from '../grammar/noun-phrase.ts';
import type { Proposal } from '../grammar/proposal.ts';
import type { StandardVerb } from '../words/verbs.ts';
import { camel } from '../words/names.ts';
import type { Draft, EntityDraft } from './draft.ts';
import { findEntityLoosely } from './entities.ts';
import type { Entry, Ledger } from './ledger.ts';
import { findField, referenceTo } from './relations.ts';

export const STANDARD_VERBS: readonly StandardVerb[] = ['create', 'list', 'read', 'update', 'delete'];

/** Standard operations, what lists are filtered and sorted by, what is not offered. */
export function resolveFeature(
  draft: Draft,
  entry: Entry,
  topic: EntityDraft | undefined,
  ledger: Ledger,
): void {
  const { proposal } = entry;
  switch (proposal.kind) {
    case 'feature':
      return applyFeature(draft, entry, proposal, topic, ledger);
    case 'only':
      return applyOnly(draft, entry, proposal, topic, ledger);
    case 'forbid':
      return applyForbid(draft, entry, proposal, topic, ledger);
    case 'filter':
      return applyFilter(draft, entry, proposal, topic, ledger);
    case 'sort':
      return applySort(draft, entry, proposal, topic, ledger);
    default:
      return undefined;
  }
}

function applyFeature(
  draft: Draft,
  entry: Entry,
  proposal: Extract<Proposal, { kind: 'feature' }>,
  topic: EntityDraft | undefined,
  ledger: Ledger,
): void {
  const entity = ownerOf(draft, proposal.phrase, topic);
  if (!entity)
    return ledger.problem(
      entry,
      `“${proposal.phrase.words.join(' ')}” is no kind of record that the request describes`,
    );
  entity.features.add(proposal.verb);
  ledger.fact(entry, `entities.${entity.name}.api.${proposal.verb}`, proposal.span);
}

function applyOnly(
  draft: Draft,
  entry: Entry,
  proposal: Extract<Proposal, { kind: 'only' }>,
  topic: EntityDraft | undefined,
  ledger: Ledger,
): void {
  const entity = ownerOf(draft, proposal.phrase, topic);
  if (!entity) return ledger.problem(entry, 'it is not clear which kind of record this is about');
  entity.only = new Set([...(entity.only ?? []), ...proposal.verbs]);
  for (const verb of proposal.verbs) ledger.fact(entry, `entities.${entity.name}.api.${verb}`, proposal.span);
}

function applyForbid(
  draft: Draft,
  entry: Entry,
  proposal: Extract<Proposal, { kind: 'forbid' }>,
  topic: EntityDraft | undefined,
  ledger: Ledger,
): void {
  const entity = ownerOf(draft, proposal.phrase, topic);
  if (!entity)
    return ledger.problem(
      entry,
      'a single field that never changes is not built: only whole operations can be left out',
    );
  // `neither`, `none` speak of both, or all, kinds of record.
  const isAll = /^(?:neither|none)$/.test(proposal.phrase.words[0] ?? '') && draft.entities.size === 2;
  for (const one of isAll ? draft.entities.values() : [entity]) {
    for (const verb of proposal.verbs) {
      one.forbidden.add(verb);
      ledger.fact(entry, `entities.${one.name}.api.${verb}`, proposal.span);
    }
  }
}

function applyFilter(
  draft: Draft,
  entry: Entry,
  proposal: Extract<Proposal, { kind: 'filter' }>,
  topic: EntityDraft | undefined,
  ledger: Ledger,
): void {
  const entity = ownerOf(draft, proposal.phrase, topic);
  if (!entity) return ledger.problem(entry, 'it is not clear which list is meant');
  ledger.fact(entry, `entities.${entity.name}.api.list`);
  for (const phrase of proposal.fields) {
    const name = filterName(draft, entity, phrase);
    if (name === undefined)
      ledger.problem(entry, `${entity.key} has no field “${phrase.words.join(' ')}” to filter by`);
    else ledger.fact(entry, `entities.${entity.name}.filters.${name}`);
  }
}

function applySort(
  draft: Draft,
  entry: Entry,
  proposal: Extract<Proposal, { kind: 'sort' }>,
  topic: EntityDraft | undefined,
  ledger: Ledger,
): void {
  const entity = ownerOf(draft, proposal.phrase, topic);
  const [first] = proposal.fields;
  const name = entity && first ? filterName(draft, entity, first) : undefined;
  if (!entity || name === undefined)
    return ledger.problem(entry, `there is no field “${first?.words.join(' ') ?? ''}” to sort by`);
  entity.sort ??= `${proposal.isDescending ? '-' : ''}${name}`;
  ledger.fact(entry, `entities.${entity.name}.sort`);
}

function ownerOf(
  draft: Draft,
  phrase: NounPhrase | undefined,
  topic: EntityDraft | undefined,
): EntityDraft | undefined {
  const isOpen = phrase === undefined || phrase.isPronoun;
  return findEntityLoosely(draft, phrase) ?? (isOpen ? topic : undefined);
}

function filterName(draft: Draft, entity: EntityDraft, phrase: NounPhrase): string | undefined {
  const field = findField(entity, phrase.words);
  if (field) return field.isList ? undefined : field.name;
  if (entity.machine && /^(?:status|state|stage)$/.test(phrase.key)) return entity.machine.field;
  const parent = findEntityLoosely(draft, phrase);
  if (parent) return referenceTo(entity, parent)?.name;
  const name = camel(phrase.words);
  return /^(?:createdAt|updatedAt)$/.test(name)
    ? name
    : /^(?:date|age)$/.test(name)
      ? 'createdAt'
      : undefined;
}

/** The standard operations an entity offers, or nothing when it offers all. */
export function offeredBy(entity: EntityDraft): readonly StandardVerb[] | undefined {
  const offered = STANDARD_VERBS.filter(
    (verb) => !entity.forbidden.has(verb) && (entity.only?.has(verb) ?? true),
  );
  return offered.length === STANDARD_VERBS.length ? undefined : offered;
}
