import type { Entity } from './entity.ts';
import type { SystemModel } from './system.ts';

/** The kinds of records that the blueprint names; what the system remembers for itself is not among them. */
export function publicEntities({ entities }: Pick<SystemModel, 'entities'>): readonly Entity[] {
  return entities.filter(({ isInternal }) => isInternal !== true);
}
