import type { Entity } from '../../model/entity.ts';
import type { SystemModel } from '../../model/system.ts';
import { entityNamed } from '../find-operation.ts';
import { ScenarioDraft } from '../scenario-draft.ts';
import { Underivable } from '../underivable.ts';

/** What every deriver gets: the model, and drafts that share one counter for unique values. */
export interface Derivation {
  readonly model: SystemModel;
  draft(): ScenarioDraft;
}

export function startDerivation(model: SystemModel): Derivation {
  const counters = new Map<string, number>();
  const serial = (entity: string): number => {
    const next = counters.get(entity) ?? 0;
    counters.set(entity, next + 1);
    return next;
  };
  return { model, draft: () => new ScenarioDraft(model, serial) };
}

/** @throws Underivable when the blueprint has no such entity. */
export function requireEntity(model: SystemModel, name: string): Entity {
  const entity = entityNamed(model, name);
  if (!entity) throw new Underivable(`the blueprint has no entity ${name}`);
  return entity;
}
