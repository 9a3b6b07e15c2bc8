import type { Knowledge, KnowledgeOutage, PackStore } from '@millwright/factory';
import type { Understanding } from '../request/understand.ts';
import { findSimilar, type SimilarSystem } from './earlier-systems.ts';
import { type Suggestion, suggest } from './suggest.ts';

/** What was found in documentation, patterns and earlier systems. Nothing of it changes what is built. */
export interface LookedAt {
  readonly suggestions: readonly Suggestion[];
  readonly similar: readonly SimilarSystem[];
  /** What could not be asked, and why. */
  readonly unavailable: readonly KnowledgeOutage[];
}

export interface Surroundings {
  readonly knowledge: Knowledge;
  readonly store: PackStore;
  /** Absolute path of the folder that the system goes to. */
  readonly out: string;
}

/** Looks for what may help with a request: the same request finds what is known at the time. */
export async function lookAround(
  { requirements, document }: Pick<Understanding, 'requirements' | 'document'>,
  surroundings: Surroundings,
): Promise<LookedAt> {
  const { suggestions, unavailable } = await suggest(
    requirements.statements,
    document,
    surroundings.knowledge,
  );
  return { suggestions, similar: await findSimilar(document, surroundings), unavailable };
}
