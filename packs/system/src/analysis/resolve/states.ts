import type { Draft, EntityDraft } from './draft.ts';
import { findEntityLoosely } from './entities.ts';
import type { Entry, Ledger } from './ledger.ts';
import { MachineBuilder, type StateEntry } from './machine-builder.ts';

/** Builds the state machines: listed states first, then actions, then conditions on them. */
export function resolveStates(
  draft: Draft,
  entries: readonly Entry[],
  topics: ReadonlyMap<Entry, EntityDraft>,
  ledger: Ledger,
): void {
  const groups = new Map<EntityDraft, StateEntry[]>();
  for (const entry of entries) {
    if (!isStateEntry(entry)) continue;
    const owner = ownerOf(draft, entry, topics);
    if (owner) {
      groups.set(owner, [...(groups.get(owner) ?? []), entry]);
      noteUnusedWords(owner, entry, ledger);
    } else
      ledger.problem(
        entry,
        `it is not clear which kind of record “${entry.proposal.owner?.words.join(' ') ?? 'it'}” is`,
      );
  }
  const mentioned = mentionedStates(draft, entries);
  for (const [entity, group] of groups)
    new MachineBuilder(entity, group, mentioned.get(entity) ?? [], ledger).build();
}

/** `see all open goals`: states that lists are asked for by. */
function mentionedStates(
  draft: Draft,
  entries: readonly Entry[],
): ReadonlyMap<EntityDraft, readonly string[]> {
  const states = new Map<EntityDraft, readonly string[]>();
  for (const { proposal } of entries) {
    if (proposal.kind !== 'filter' || !proposal.phrase || proposal.phrase.adjectives.length === 0) continue;
    const entity = findEntityLoosely(draft, proposal.phrase);
    if (entity) states.set(entity, [...(states.get(entity) ?? []), ...proposal.phrase.adjectives]);
  }
  return states;
}

/** `an undeliverable parcel`: what the words before the kind of record say is not looked at. */
function noteUnusedWords(owner: EntityDraft, { proposal, ...rest }: StateEntry, ledger: Ledger): void {
  const said = proposal.owner;
  if (!said || said.isPronoun || !said.key.endsWith(` ${owner.key}`)) return;
  const unused = said.words.slice(0, said.words.length - owner.key.split(' ').length).join(' ');
  if (/^(?:when|if|once|while|whenever|after|before|until)\b/.test(unused)) return;
  ledger.problem({ proposal, ...rest }, `“${unused}” was not used`);
}

function ownerOf(
  draft: Draft,
  entry: StateEntry,
  topics: ReadonlyMap<Entry, EntityDraft>,
): EntityDraft | undefined {
  const said = entry.proposal.owner;
  return (
    findEntityLoosely(draft, said) ?? (said === undefined || said.isPronoun ? topics.get(entry) : undefined)
  );
}

function isStateEntry(entry: Entry): entry is StateEntry {
  return /^(?:states|initial|action|guard)$/.test(entry.proposal.kind);
}
