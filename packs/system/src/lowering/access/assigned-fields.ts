import type { LoweringContext } from '../lowering-context.ts';
import { tenantOfActor } from './record-conditions.ts';

/** A field that a new record gets from who creates it. */
export interface AssignedField {
  readonly field: string;
  /** An expression. */
  readonly value: string;
}

/** Owner and tenant of an entity; none for those of an account, which nobody owns. */
export function assignedFields(entity: string, context: LoweringContext): readonly AssignedField[] {
  const document = context.source.document.entities[entity];
  if (document === undefined || context.access === undefined) return [];
  const { owner, tenant } = document;
  const own = tenant === undefined ? undefined : tenantOfActor(entity, tenant, context);
  return [
    ...(owner === undefined ? [] : [{ field: owner, value: 'actor.id' }]),
    ...(tenant === undefined || own === undefined ? [] : [{ field: tenant, value: `actor.${own}` }]),
  ];
}
