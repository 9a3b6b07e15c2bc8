import { isRecordPhrase } from '../grammar/record-phrase.ts';
import { keyOf, type NounPhrase } from '../grammar/noun-phrase.ts';
import type { Proposal } from '../grammar/proposal.ts';
import { entityName } from '../words/names.ts';
import { capitalise } from '../../naming/letter-case.ts';
import { plural, singular } from '../words/number.ts';
import { isKnownParticiple } from '../words/verbs.ts';
import type { Draft, EntityDraft } from './draft.ts';
import type { Entry, Ledger } from './ledger.ts';

/** Opens an entity for every phrase that the request treats as a kind of record. */
export function resolveEntities(draft: Draft, entries: readonly Entry[], ledger: Ledger): void {
  const described = entries.flatMap(({ proposal }) =>
    proposal.kind === 'fields' && proposal.owner ? [proposal.owner] : [],
  );
  for (const phrase of described) openEntity(draft, phrase, ledger);
  for (const { proposal } of entries) {
    for (const phrase of strongPhrases(proposal))
      if (!isSpokenOf(draft, phrase)) openEntity(draft, phrase, ledger);
  }
  for (const { proposal } of entries) {
    const isOpen =
      proposal.kind === 'reference' &&
      !proposal.needsKnown &&
      findEntityLoosely(draft, proposal.to) === undefined;
    if (isOpen) openEntity(draft, proposal.to, ledger);
  }
  if (draft.entities.size === 0) {
    for (const entry of entries) {
      if (entry.proposal.kind === 'entity' && draft.entities.size === 0)
        openEntity(draft, entry.proposal.phrase, ledger);
    }
  }
  if (draft.entities.size === 0) openDomain(draft, entries, ledger);
  for (const entry of entries) {
    if (entry.proposal.kind !== 'entity') continue;
    const entity = findEntityLoosely(draft, entry.proposal.phrase);
    if (entity)
      ledger.fact(entry, `entities.${entity.name}`, [entry.proposal.phrase.start, entry.proposal.phrase.end]);
  }
}

/** `item` is the `found item` that has fields; `blocked card` is a `card` in a state. */
function isSpokenOf(draft: Draft, phrase: NounPhrase): boolean {
  const found = findEntityLoosely(draft, phrase);
  if (!found || found.key === phrase.key) return found !== undefined;
  if (found.key.endsWith(` ${phrase.key}`)) return true;
  const before = phrase.words.slice(0, phrase.words.length - found.words.length);
  return before.every((word) => isKnownParticiple(word) || ADJECTIVE.test(word));
}

const ADJECTIVE =
  /^(?:new|old|open|active|available|expired|overdue|free|small|large|single|own|blocked|inactive|pending|empty|full)$/;

function strongPhrases(proposal: Proposal): readonly NounPhrase[] {
  switch (proposal.kind) {
    case 'entity':
      return proposal.strength === 'strong' ? [proposal.phrase] : [];
    case 'fields':
      return proposal.owner ? [proposal.owner] : [];
    case 'reference':
      return [proposal.from];
    default:
      return [];
  }
}

/** `Create a task management API` and nothing more: tasks are what it keeps. */
function openDomain(draft: Draft, entries: readonly Entry[], ledger: Ledger): void {
  for (const { proposal } of entries) {
    if (proposal.kind !== 'title' || proposal.isDomain) continue;
    const words = proposal.words.filter(
      (word) =>
        !/^(?:management|tracking|tracker|manager|list|lists|inventory|catalogue|catalog|register|registry|directory|booking|administration|organiser|organizer|planner|log|logbook|library|index)$/.test(
          word,
        ),
    );
    const [start, end] = proposal.span;
    if (words.length === 0) continue;
    const phrase: NounPhrase = {
      words,
      key: keyOf(words),
      start,
      end,
      isPronoun: false,
      isPlural: false,
      adjectives: [],
    };
    if (!isRecordPhrase(phrase)) continue;
    const entity = openEntity(draft, phrase, ledger);
    if (entity)
      ledger.assume(
        `The system keeps ${plural(phrase.key)}: the request names no other kind of record.`,
        `entities.${entity.name}`,
      );
  }
}

export function openEntity(draft: Draft, phrase: NounPhrase, ledger: Ledger): EntityDraft | undefined {
  const known = findEntity(draft, phrase);
  if (known) return known;
  const safe = isRecordPhrase(phrase) ? entityName(phrase.words) : undefined;
  if (!safe) return undefined;
  const sibling = draft.names.get(collectionKey(safe.name));
  if (sibling) return sibling;
  const name = freeName(draft, safe.name);
  const isAtSystemPath = systemPaths.has(collectionKey(name));
  const entity: EntityDraft = {
    key: phrase.key,
    words: phrase.words,
    name,
    ...(safe.isRenamed ? { plural: pluralName(phrase.words) } : {}),
    ...(isAtSystemPath ? { plural: `${name}Records` } : {}),
    fields: new Map(),
    unique: [],
    features: new Set(),
    forbidden: new Set(),
    filters: new Set(),
    rules: [],
  };
  draft.entities.set(phrase.key, entity);
  draft.names.set(name.toLowerCase(), entity);
  draft.names.set(collectionKey(name), entity);
  if (safe.isRenamed)
    ledger.assume(
      `“${phrase.words.join(' ')}” is called ${name} in the code: the plain name is taken.`,
      `entities.${name}`,
    );
  if (isAtSystemPath)
    ledger.assume(
      `“${phrase.words.join(' ')}” has an address of its own: ${collectionKey(name)} is answered by the system itself.`,
      `entities.${name}`,
    );
  return entity;
}

/** What every system answers itself. */
const systemPaths: ReadonlySet<string> = new Set(['/health', '/ready', '/metrics']);

/** Two names with one plural would answer under one address: they are the same kind of record. */
function collectionKey(name: string): string {
  return `/${plural(name).toLowerCase()}`;
}

function freeName(draft: Draft, name: string): string {
  let free = name;
  for (let n = 2; draft.names.has(free.toLowerCase()); n += 1) free = `${name}${n}`;
  return free;
}

/** `RequestEntry` is still found under `/requests`: the plural is that of the words that were said. */
function pluralName(words: readonly string[]): string {
  const first = words.findIndex((word) => /^[a-z]/.test(word));
  const letters = words.slice(Math.max(0, first));
  const last = plural(singular(letters.at(-1) ?? ''));
  return [...letters.slice(0, -1), last].map(capitalise).join('');
}

/** The entity a phrase names: by its key, or by its last word when only one entity ends in it. */
export function findEntity(draft: Draft, phrase: NounPhrase | undefined): EntityDraft | undefined {
  if (phrase === undefined || phrase.isPronoun) return undefined;
  const exact = draft.entities.get(phrase.key);
  if (exact) return exact;
  const name = entityName(phrase.words)?.name;
  return name === undefined ? undefined : draft.names.get(name.toLowerCase());
}

/** As `findEntity`, and `reservation` also finds `table reservation` when no other kind of reservation is kept. */
export function findEntityLoosely(draft: Draft, phrase: NounPhrase | undefined): EntityDraft | undefined {
  const exact = findEntity(draft, phrase);
  if (exact || phrase === undefined || phrase.isPronoun) return exact;
  const all = [...draft.entities.values()];
  const longer = all.filter((entity) => entity.key.endsWith(` ${phrase.key}`));
  if (longer.length === 1) return longer[0];
  const shorter = all.filter((entity) => phrase.key.endsWith(` ${entity.key}`));
  return shorter.length === 1 ? shorter[0] : undefined;
}
