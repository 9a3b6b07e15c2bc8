import type { Entity } from './entity.ts';
import type { SystemModel } from './system.ts';

/** The kinds of records that the blueprint names; what the system remembers for itself is not among them. */
export function publicEntities({ entities }: Pick<SystemModel, 'entities'>): readonly Entity[] {
  return entities.filter(({ isInternal }) => isInternal !== true);
}

/** The entity as one of whose records an answer shows a record of this one: a version is shown as what it is a version of. */
export function shownEntity({ entities }: Pick<SystemModel, 'entities'>, name: string): string {
  return entities.find((entity) => entity.name === name)?.versionsOf ?? name;
}
