import type { BlueprintSource } from '../blueprint/source.ts';
import { Problems } from '../blueprint/problems.ts';
import type { Setting } from '../model/config.ts';
import type { Access } from '../model/access.ts';
import type { Entity } from '../model/entity.ts';
import type { ComputedField, Field } from '../model/field.ts';
import type { Slot } from '../model/slot.ts';
import type { DomainEvent } from '../model/system.ts';
import type { TypeNames } from './type-names.ts';

/** What every part of lowering works with: the document, what is known of it so far, and what is wrong with it. */
export interface LoweringContext {
  readonly source: BlueprintSource;
  readonly problems: Problems;
  /** What the name of a type may stand for. */
  readonly names: TypeNames;
  readonly entities: ReadonlyMap<string, Entity>;
  /** What the system remembers for itself, by the name that was wished for; grows while operations are lowered. */
  readonly internals: Map<string, Entity>;
  /** Accounts and keys, when the blueprint has any. */
  readonly access?: Access | undefined;
  /** Changes of records that something waits for are added while that is lowered. */
  readonly events: Map<string, DomainEvent>;
  readonly config: readonly Setting[];
  readonly slots: readonly Slot[];
}

/** What expressions may read of a record: its fields, and those that are computed. */
export function readableFields(context: LoweringContext, entity: string): readonly (Field | ComputedField)[] {
  return [...fieldsOf(context, entity), ...(context.entities.get(entity)?.computed ?? [])];
}

/** The fields of an entity; none when it does not exist. */
export function fieldsOf(context: LoweringContext, entity: string): readonly Field[] {
  return context.entities.get(entity)?.fields ?? [];
}
