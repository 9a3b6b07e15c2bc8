import type { Proposal } from '../grammar/proposal.ts';
import { nominalOf } from '../words/verbs.ts';
import type { Draft, EntityDraft } from './draft.ts';
import { findEntityLoosely } from './entities.ts';
import type { Entry, Ledger } from './ledger.ts';
import { referenceTo } from './relations.ts';

type Act = Extract<Proposal, { kind: 'act' }>;

/**
 * Replaces acts: `members can borrow books` creates a loan when loans are kept, and is what its words alone say
 * otherwise.
 */
export function resolveActs(draft: Draft, entries: readonly Entry[], ledger: Ledger): readonly Entry[] {
  return entries.flatMap((entry) => {
    if (entry.proposal.kind !== 'act') return [entry];
    const { proposal } = entry;
    const link = linkFor(draft, proposal);
    if (link && proposal.isOnce) addOnce(draft, link, proposal);
    if (link)
      return [
        {
          ...entry,
          proposal: {
            kind: 'feature',
            verb: 'create',
            phrase: phraseOf(link, proposal),
            span: proposal.span,
          },
        },
      ];
    if (proposal.otherwise.length === 0) {
      ledger.problem(entry, `no kind of record says who will ${proposal.verb} what`);
      return [];
    }
    return proposal.otherwise.map((one): Entry => ({ ...entry, proposal: one }));
  });
}

/** `only once`: the two references together are unique. */
function addOnce(draft: Draft, link: EntityDraft, act: Act): void {
  const sides = [findEntityLoosely(draft, act.actor), findEntityLoosely(draft, act.object)].map(
    (side) => side && referenceTo(link, side)?.name,
  );
  const [first, second] = sides;
  if (
    first !== undefined &&
    second !== undefined &&
    !link.unique.some((set) => set.join() === [first, second].join())
  )
    link.unique.push([first, second]);
}

/** A kind of record named after the verb, or one that refers to both sides. */
function linkFor(draft: Draft, act: Act): EntityDraft | undefined {
  const object = findEntityLoosely(draft, act.object);
  const actor = findEntityLoosely(draft, act.actor);
  const all = [...draft.entities.values()].filter((entity) => entity !== object && entity !== actor);
  const named = nominalOf(act.verb).map((key) =>
    all.find((entity) => entity.key === key || entity.key.endsWith(` ${key}`)),
  );
  const found = named.find((entity) => entity !== undefined);
  if (found) return found;
  return object && actor
    ? all.find((entity) => referenceTo(entity, object) && referenceTo(entity, actor))
    : undefined;
}

function phraseOf(link: EntityDraft, act: Act): Act['object'] {
  return { ...act.object, words: link.words, key: link.key, adjectives: [] };
}
