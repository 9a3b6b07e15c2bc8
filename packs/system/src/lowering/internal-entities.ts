import type { Entity } from '../model/entity.ts';
import type { Field } from '../model/field.ts';
import { isSafeTypeName } from '../naming/identifier.ts';
import { kebabCase } from '../naming/letter-case.ts';
import { plural } from '../naming/plural.ts';
import { withManagedFields } from './managed-fields.ts';
import type { LoweringContext } from './lowering-context.ts';

/** What a generated system remembers for itself, such as sessions or jobs. */
export interface InternalEntityWish {
  /** PascalCase, singular; `Entry` is added while the blueprint has an entity of that name. */
  readonly name: string;
  readonly description: string;
  /** The declared fields, without the managed ones. */
  readonly fields: readonly Field[];
  readonly uniqueTogether?: readonly (readonly string[])[];
  /** What it was called in earlier versions of the blueprint. */
  readonly was?: string;
  readonly versionsOf?: string;
  readonly endsAt?: string;
}

/** Adds an entity that no request reaches as such; the same wish gives the same entity. */
export function addInternalEntity(context: LoweringContext, wish: InternalEntityWish): Entity {
  const present = context.internals.get(wish.name);
  if (present !== undefined) return present;
  const name = freeName(wish.name, context);
  const entity: Entity = {
    name,
    plural: plural(name),
    collection: kebabCase(plural(name)),
    description: wish.description,
    ...(wish.was === undefined ? {} : { was: wish.was }),
    ...(wish.endsAt === undefined ? {} : { endsAt: wish.endsAt }),
    ...(wish.versionsOf === undefined ? {} : { versionsOf: wish.versionsOf }),
    isInternal: true,
    fields: withManagedFields(wish.fields),
    uniqueTogether: wish.uniqueTogether ?? [],
  };
  context.internals.set(wish.name, entity);
  return entity;
}

function freeName(wanted: string, { entities }: LoweringContext): string {
  const taken = new Set([...entities.values()].flatMap((one) => [one.name.toLowerCase(), one.collection]));
  const isTaken = (name: string) =>
    !isSafeTypeName(name) || taken.has(name.toLowerCase()) || taken.has(kebabCase(plural(name)));
  let name = wanted;
  while (isTaken(name)) name = `${name}Entry`;
  return name;
}
