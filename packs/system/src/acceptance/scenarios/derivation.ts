import type { Entity } from '../../model/entity.ts';
import type { SystemModel } from '../../model/system.ts';
import type { Modification } from '../witness/modification.ts';
import { type DraftRecord, ScenarioDraft } from '../scenario-draft.ts';
import { type Leading, leadByOperation, leadingOperation } from '../witness/lead-by-operation.ts';
import {
  createByWrittenOperation,
  hintsForCreation,
  needsPreparation,
  recipeFor,
} from '../witness/create-by-written-operation.ts';

/** What every deriver gets: the model, and drafts that share one counter for unique values. */
export interface Derivation {
  readonly model: SystemModel;
  /** How many unique values of each entity the drafts have used up. */
  readonly counters: Map<string, number>;
  draft(): ScenarioDraft;
  /** What makes an operation succeed; undefined while that is not known. */
  recipe(operation: string): readonly Modification[] | undefined;
  /** Leads a new record into a state by an operation that somebody wrote. @throws Underivable */
  lead(draft: ScenarioDraft, record: DraftRecord, state: string): void;
  /** The operation that somebody wrote which leads records into a state, if there is one. */
  leading(entity: Entity, state: string): Leading | undefined;
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
    counters,
    draft: () =>
      new ScenarioDraft(model, serial, {
        create: (draft, entity, wish) => createByWrittenOperation(derivation, draft, entity, wish),
        isNeeded: (entity) => needsPreparation(derivation, entity),
        hints: (entity) => hintsForCreation(derivation, entity),
      }),
    lead: (draft, record, state) => leadByOperation(derivation, draft, record, state),
    leading: (entity, state) => leadingOperation(derivation, entity, state),
    recipe: (operation) => recipeFor(derivation, operation),
    scratch: () => startDerivation(model),
  };
  return derivation;
}
