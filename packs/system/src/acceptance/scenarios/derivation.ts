import type { SystemModel } from '../../model/system.ts';
import { ScenarioDraft } from '../scenario-draft.ts';
import { createByWrittenOperation, hintsForCreation } from '../witness/create-by-written-operation.ts';

/** What every deriver gets: the model, and drafts that share one counter for unique values. */
export interface Derivation {
  readonly model: SystemModel;
  draft(): ScenarioDraft;
  /** A derivation for trying things out: its counter starts anew and leaves this one's alone. */
  scratch(): Derivation;
}

export function startDerivation(model: SystemModel): Derivation {
  const counters = new Map<string, number>();
  const serial = (entity: string): number => {
    const next = counters.get(entity) ?? 0;
    counters.set(entity, next + 1);
    return next;
  };
  const derivation: Derivation = {
    model,
    draft: () =>
      new ScenarioDraft(model, serial, {
        create: (draft, entity) => createByWrittenOperation(derivation, draft, entity),
        hints: (entity) => hintsForCreation(derivation, entity),
      }),
    scratch: () => startDerivation(model),
  };
  return derivation;
}
