import { knowledgeService, type ServiceLookup, storeService } from '@millwright/factory';
import { type NewSystem, rememberSystem } from '../knowledge/earlier-systems.ts';
import { lookAround, type LookedAt } from '../knowledge/look-around.ts';
import type { Understanding } from '../request/understand.ts';

/** What is known that may help with a request. Never fails: without it the same system is built. */
export async function lookedAt(
  understanding: Pick<Understanding, 'requirements' | 'document'>,
  { provided, out }: { readonly provided: ServiceLookup; readonly out: string },
): Promise<LookedAt> {
  try {
    const knowledge = provided.get(knowledgeService);
    return await lookAround(understanding, { knowledge, store: provided.get(storeService), out });
  } catch (error) {
    return {
      suggestions: [],
      similar: [],
      unavailable: [{ source: 'earlier systems', why: reasonOf(error) }],
    };
  }
}

/** A system that cannot be remembered is a system all the same. */
export function rememberProven(provided: ServiceLookup, system: NewSystem): void {
  try {
    rememberSystem(provided.get(storeService), system);
  } catch {
    // It is on disk and proven; only later builds do not hear of it.
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
