import type { NounPhrase } from '../grammar/noun-phrase.ts';
import type { Proposal } from '../grammar/proposal.ts';
import type { ReadStatement } from '../grammar/read-statements.ts';
import type { Draft, EntityDraft } from './draft.ts';
import { findEntity, findEntityLoosely } from './entities.ts';
import type { Entry } from './ledger.ts';

/** For every proposal the entity it is about when it does not say so: the one last spoken of, or that of its heading. */
export function resolveTopics(
  draft: Draft,
  statements: readonly ReadStatement[],
  entries: readonly Entry[],
): ReadonlyMap<Entry, EntityDraft> {
  const topics = new Map<Entry, EntityDraft>();
  const only = draft.entities.size === 1 ? [...draft.entities.values()][0] : undefined;
  let last: EntityDraft | undefined;
  let heading: number | undefined;
  let here: { readonly statement: number; readonly entity: EntityDraft } | undefined;
  for (const entry of entries) {
    const statement = statements[entry.statement];
    const around =
      findEntity(draft, statement?.opens.owner) ?? parentTopic(draft, statements, entry.statement);
    if (statement?.passage.heading !== heading) {
      heading = statement?.passage.heading;
      last = undefined;
    }
    const named = entityOf(draft, entry.proposal);
    const spoken = here?.statement === entry.statement ? here.entity : undefined;
    const topic =
      named ??
      spoken ??
      (statement?.passage.kind === 'sentence' ? (last ?? around) : (around ?? last)) ??
      only;
    if (topic) topics.set(entry, topic);
    if (named) here = { statement: entry.statement, entity: named };
    last = named ?? last ?? around;
  }
  return topics;
}

function parentTopic(
  draft: Draft,
  statements: readonly ReadStatement[],
  index: number,
): EntityDraft | undefined {
  const passage = statements[index]?.passage;
  for (const above of [passage?.parent, passage?.heading]) {
    const entity = above === undefined ? undefined : findEntity(draft, statements[above]?.opens.owner);
    if (entity) return entity;
  }
  return undefined;
}

/** The entity that a proposal names as its subject. */
function entityOf(draft: Draft, proposal: Proposal): EntityDraft | undefined {
  const phrase = subjectOf(proposal);
  return findEntityLoosely(draft, phrase?.owner) ?? findEntity(draft, phrase);
}

function subjectOf(proposal: Proposal): NounPhrase | undefined {
  switch (proposal.kind) {
    case 'entity':
    case 'feature':
    case 'forbid':
    case 'filter':
    case 'sort':
    case 'only':
      return proposal.phrase;
    case 'constraint':
      return proposal.subject;
    case 'reference':
      return proposal.from;
    case 'fields':
    case 'unique':
    case 'states':
    case 'initial':
    case 'action':
    case 'guard':
      return proposal.owner;
    default:
      return undefined;
  }
}
